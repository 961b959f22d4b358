packer {
  required_plugins {
    zstack = {
      source  = "github.com/zstackio/zstack"
      version = ">= 1.0.0"
    }
  }
}

variable "host" { type = string }
variable "port" { type = number }
variable "network" { type = string }
variable "offering" { type = string }
variable "guest_port" { type = number }

source "zstack" "image" {
  zstack_host      = var.host
  port             = var.port
  account_name     = "admin"
  account_password = "password"

  source_image     = "packer-source"
  source_image_url = "http://mirror.example/packer-source.qcow2"
  format           = "qcow2"
  platform         = "Linux"

  network_name           = var.network
  instance_offering_name = var.offering
  backup_storage_name    = "imagestore-1"
  instance_name          = "packer-vm"
  image_name             = "packer-image"

  # A VM of the emulator has no guest: one of the plan listens in its place.
  ssh_host     = "127.0.0.1"
  ssh_port     = var.guest_port
  ssh_username = "root"
  ssh_password = "any"
}

build {
  sources = ["source.zstack.image"]
}
