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

variable "network" {
  type        = string
  description = "name of an L3 network of the world"
}

variable "vm_name" {
  type    = string
  default = "terraform-vm"
}

variable "image_of_vm" {
  type        = string
  default     = ""
  description = "name of an image that was made of the VM: a second VM is made of it"
}

data "zstack_backupstorages" "store" {
  name = "imagestore-1"
}

data "zstack_l3networks" "net" {
  name = var.network
}

resource "zstack_instance_offer" "small" {
  name        = "terraform-small"
  cpu_num     = 1
  memory_size = 1024
}

resource "zstack_image" "base" {
  name                 = "terraform-base"
  url                  = "http://mirror.example/terraform-base.qcow2"
  media_type           = "RootVolumeTemplate"
  format               = "qcow2"
  platform             = "Linux"
  guest_os_type        = "Linux"
  architecture         = "x86_64"
  virtio               = true
  expunge              = true
  backup_storage_uuids = [data.zstack_backupstorages.store.backup_storages[0].uuid]
}

resource "zstack_instance" "vm" {
  name        = var.vm_name
  description = "made by a plan"
  image_uuid  = zstack_image.base.uuid
  # Of a VM by an offering the provider asks for 0 bytes when it is renamed.
  cpu_num     = 1
  memory_size = 1024
  network_interfaces = [{
    l3_network_uuid = data.zstack_l3networks.net.l3networks[0].uuid
    default_l3      = true
  }]
  expunge = true
}

data "zstack_images" "of_vm" {
  count = var.image_of_vm == "" ? 0 : 1
  name  = var.image_of_vm
}

resource "zstack_instance" "second" {
  count                  = var.image_of_vm == "" ? 0 : 1
  name                   = "terraform-second"
  description            = "made of an image of a VM"
  image_uuid             = data.zstack_images.of_vm[0].images[0].uuid
  instance_offering_uuid = zstack_instance_offer.small.uuid
  network_interfaces = [{
    l3_network_uuid = data.zstack_l3networks.net.l3networks[0].uuid
    default_l3      = true
  }]
  expunge = true
}

output "vm" {
  value = zstack_instance.vm.uuid
}

output "addresses" {
  value = [for nic in zstack_instance.vm.vm_nics : nic.ip]
}
