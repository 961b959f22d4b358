terraform {
  required_providers {
    zstack = {
      source = "zstack.io/terraform-provider-zstack/zstack"
    }
  }
}

variable "host" {
  type = string
}

variable "port" {
  type = number
}

provider "zstack" {
  host             = var.host
  port             = var.port
  account_name     = "admin"
  account_password = "password"
}

variable "tag_value" {
  type    = string
  default = "performance::{class}"
}

data "zstack_backupstorages" "store" {
  name = "imagestore-1"
}

resource "zstack_image" "base" {
  name                 = "terraform-base"
  description          = "made by a plan"
  url                  = "http://mirror.example/terraform-base.qcow2"
  media_type           = "RootVolumeTemplate"
  format               = "qcow2"
  platform             = "Linux"
  guest_os_type        = "Linux"
  architecture         = "x86_64"
  virtio               = true
  boot_mode            = "UEFI"
  expunge              = true
  backup_storage_uuids = [data.zstack_backupstorages.store.backup_storages[0].uuid]
}

resource "zstack_tag" "class" {
  name        = "performance"
  description = "how fast"
  value       = var.tag_value
  color       = "#57D355"
  type        = "withToken"
}

resource "zstack_tag_attachment" "fast" {
  tag_uuid       = zstack_tag.class.uuid
  resource_uuids = [zstack_image.base.uuid]
  tokens         = { class = "high" }
}

data "zstack_images" "found" {
  name_pattern = "terraform-%"
  depends_on   = [zstack_image.base]
}

output "image" {
  value = zstack_image.base.uuid
}

output "found" {
  value = [for image in data.zstack_images.found.images : image.name]
}
