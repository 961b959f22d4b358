import { asLines, rowsInShort } from '../support/rows-in-short';
import { startSeed } from '../support/seeds';
import { USUAL_SEED } from '../support/usual-seed';

const ROWS = `
access_keys: uuid=~0ff1aa account_uuid=~36c27e user_uuid=~36c27e access_key_id=KEY access_key_secret=secret state=Enabled
account_resource_refs: resource_uuid=~62f27e resource_type=PolicyVO account_uuid=~986114
account_resource_refs: resource_uuid=~9f88cc resource_type=TagPatternVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~8c32c5 resource_type=PolicyVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~348261 resource_type=UserGroupVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~3c0b3b resource_type=UserVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~030628 resource_type=UserVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~946a35 resource_type=SecurityGroupVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~fb36e9 resource_type=InstanceOfferingVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~eaa390 resource_type=DiskOfferingVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~788712 resource_type=L2NetworkVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~9edc8c resource_type=L2NetworkVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~c1c74b resource_type=L3NetworkVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~78ab9a resource_type=IpRangeVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~e5b3ce resource_type=IpRangeVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~83d2ba resource_type=L3NetworkVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~833770 resource_type=IpRangeVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~401c09 resource_type=IpRangeVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~014f7c resource_type=L3NetworkVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~8c64a2 resource_type=L3NetworkVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~6fe6d1 resource_type=IpRangeVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~55a36d resource_type=VipVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~8145a0 resource_type=VmInstanceVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~62faba resource_type=VmNicVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~328f74 resource_type=VmNicVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~0e964d resource_type=VmNicVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~bb0f9d resource_type=VolumeVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~4cce67 resource_type=VmInstanceVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~7ee329 resource_type=VolumeVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~a0ae38 resource_type=VmInstanceVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~aed13b resource_type=VolumeVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~3f43fb resource_type=VmInstanceVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~441129 resource_type=VmNicVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~bf0cad resource_type=VolumeVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~6c5b8e resource_type=EipVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~205a3d resource_type=SshKeyPairVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~dbb795 resource_type=VolumeVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~3d14e0 resource_type=VolumeVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~3fa4ab resource_type=VolumeVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~a3149b resource_type=VolumeVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~687b89 resource_type=VolumeSnapshotVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~36dafc resource_type=VolumeSnapshotTreeVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~c7ea1b resource_type=VolumeSnapshotVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~f71d6d resource_type=VolumeSnapshotVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~3ac1f0 resource_type=VolumeSnapshotTreeVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~f409f5 resource_type=VolumeSnapshotVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~c0f48c resource_type=VolumeSnapshotTreeVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~f17c96 resource_type=VolumeSnapshotGroupVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~55f68c resource_type=VolumeBackupVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~067283 resource_type=VolumeBackupVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~f4459c resource_type=ImagePackageVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~5ffafd resource_type=ImagePackageVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~fafb3b resource_type=ImagePackageVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~71fcd9 resource_type=ImageVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~781546 resource_type=ImageVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~96f9d2 resource_type=ImageVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~fe1d7d resource_type=LongJobVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~e920e8 resource_type=ImageVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~686400 resource_type=LongJobVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~231eac resource_type=ImageVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~0a25af resource_type=ImageVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~06ffd0 resource_type=ImageVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~7d03ce resource_type=LongJobVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~d11985 resource_type=ImageVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~59856a resource_type=LongJobVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~b04549 resource_type=ImageGroupVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~849296 resource_type=LongJobVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~281726 resource_type=LongJobVO account_uuid=~36c27e
account_resource_refs: resource_uuid=~ffad0e resource_type=LongJobVO account_uuid=~36c27e
accounts: uuid=~36c27e name=admin type=SystemAdmin password_hash=~f29ee5:bc540b7a…
accounts: uuid=~986114 name=tenant type=Normal password_hash=~bd3b5a:026099ed…
backup_storage_zones: backup_storage_uuid=~50e529 zone_uuid=~b466a9
backup_storage_zones: backup_storage_uuid=~cb020a zone_uuid=~b466a9
backup_storage_zones: backup_storage_uuid=~2c1996 zone_uuid=~b466a9
backup_storages: uuid=~50e529 name=store url=/a type=ImageStoreBackupStorage state=Enabled status=Connected total_capacity=10995116277760
   available_capacity=10990084161519 system_used_capacity=0 is_reachable=1 bandwidth_bytes_per_second=209715200 latency_milliseconds=50
backup_storages: uuid=~cb020a name=ceph store url=ceph://c type=Ceph state=Enabled status=Connected total_capacity=10995116277760 available_capacity=10994812190720
   system_used_capacity=0 is_reachable=1 bandwidth_bytes_per_second=209715200 latency_milliseconds=50
backup_storages: uuid=~7fbc5f name=arriving url=/a type=ImageStoreBackupStorage state=Enabled status=Connecting total_capacity=1099511627776
   available_capacity=1099511627776 system_used_capacity=0 is_reachable=1 bandwidth_bytes_per_second=209715200 latency_milliseconds=50
backup_storages: uuid=~2c1996 name=back url=/a type=SftpBackupStorage state=Enabled status=Disconnected total_capacity=1099511627776 available_capacity=1099511627776
   system_used_capacity=0 is_reachable=1 bandwidth_bytes_per_second=209715200 latency_milliseconds=50
ceph_primary_storage_mons: uuid=~097118 primary_storage_uuid=~98357e hostname=10.0.0.1 mon_port=6789 ssh_username=root ssh_port=22
ceph_primary_storage_pools: uuid=~815a81 primary_storage_uuid=~98357e pool_name=pool type=Root
ceph_primary_storage_pools: uuid=~2c79e1 primary_storage_uuid=~98357e pool_name=pool type=Data
ceph_primary_storage_pools: uuid=~eecbbf primary_storage_uuid=~98357e pool_name=pool type=ImageCache
clusters: uuid=~ed51a5 zone_uuid=~b466a9 name=c hypervisor_type=KVM state=Enabled type=zstack
clusters: uuid=~c10057 zone_uuid=~b466a9 name=cluster-c1005700 hypervisor_type=KVM state=Enabled type=zstack
disk_offerings: uuid=~eaa390 name=disk disk_size=1073741824 sort_key=0 state=Enabled type=zstack allocator_strategy=DefaultPrimaryStorageAllocationStrategy
eips: uuid=~6c5b8e name=eip state=Enabled vip_uuid=~55a36d vip_ip=10.1.0.2
garbage_jobs: uuid=~20de3f name=gc-delete-bits-~1a0000-on-backup-storage-~50e529 status=Done image_uuid=~1a0000 backup_storage_uuid=~50e529 install_path=/g interval=3600
hosts: uuid=~aa63bd zone_uuid=~b466a9 cluster_uuid=~ed51a5 name=h management_ip=10.0.0.2 hypervisor_type=KVM state=Enabled status=Connected cpu_num=32 cpu_sockets=2
   memory_size=137438953472 architecture=x86_64 is_reachable=1
hosts: uuid=~b30670 zone_uuid=~b466a9 cluster_uuid=~ed51a5 name=g management_ip=10.0.0.3 hypervisor_type=KVM state=Enabled status=Disconnected cpu_num=32 cpu_sockets=2
   memory_size=137438953472 architecture=x86_64 is_reachable=0
hosts: uuid=~057000 zone_uuid=~b466a9 cluster_uuid=~ed51a5 name=host-05700000 management_ip=10.0.0.4 hypervisor_type=KVM state=Enabled status=Connected cpu_num=32
   cpu_sockets=2 memory_size=137438953472 architecture=x86_64 is_reachable=1
hosts: uuid=~68c0dd zone_uuid=~b466a9 cluster_uuid=~c10057 name=host-68c0dde4 management_ip=10.0.0.5 hypervisor_type=KVM state=Enabled status=Connected cpu_num=32
   cpu_sockets=2 memory_size=137438953472 architecture=x86_64 is_reachable=1
image_backup_storage_refs: id=1 image_uuid=~71fcd9 backup_storage_uuid=~50e529 install_path=zstore://~71fcd9/~71fcd9 status=Ready taken_bytes=104857600 export_bytes=0
image_backup_storage_refs: id=2 image_uuid=~71fcd9 backup_storage_uuid=~cb020a install_path=ceph://bak-t-~cb020a/~71fcd9 status=Ready
   export_url=http://127.0.0.1:8080/emulator/v1/backup-storage/~cb020a/exports/image-~71fcd9?token=~950131 export_md5_sum=~04d73f taken_bytes=104857600
   export_bytes=104857600 export_format=qcow2
image_backup_storage_refs: id=3 image_uuid=~781546 backup_storage_uuid=~50e529 install_path=zstore://~781546/~781546 status=Deleted taken_bytes=1 export_bytes=0
   create_date=now+-259200000
image_backup_storage_refs: id=4 image_uuid=~96f9d2 backup_storage_uuid=~50e529 install_path=zstore://~96f9d2/~96f9d2 status=Downloading taken_bytes=94371840
   export_bytes=0
image_backup_storage_refs: id=5 image_uuid=~96f9d2 backup_storage_uuid=~cb020a install_path=ceph://bak-t-~cb020a/~96f9d2 status=Ready taken_bytes=94371840 export_bytes=0
image_backup_storage_refs: id=6 image_uuid=~e920e8 backup_storage_uuid=~50e529
   install_path=http://127.0.0.1:8080/emulator/v1/backup-storage/~50e529/image-uploads/~f84ade status=Downloading taken_bytes=0 export_bytes=0
image_backup_storage_refs: id=7 image_uuid=~231eac backup_storage_uuid=~50e529 install_path=zstore://~231eac/~231eac status=Ready taken_bytes=7 export_bytes=0
image_backup_storage_refs: id=8 image_uuid=~0a25af backup_storage_uuid=~50e529 install_path= status=Error taken_bytes=9 export_bytes=0
image_backup_storage_refs: id=9 image_uuid=~06ffd0 backup_storage_uuid=~50e529 install_path= status=Creating taken_bytes=1073741824 export_bytes=0
image_backup_storage_refs: id=10 image_uuid=~d11985 backup_storage_uuid=~50e529 install_path= status=Creating taken_bytes=524288000 export_bytes=0
image_caches: id=1 primary_storage_uuid=~3acd5c image_uuid=~71fcd9 install_url=nfs:/z/imagecache/template/~71fcd9/~71fcd9.qcow2 media_type=RootVolumeTemplate
   size=104857600 md5sum=not calculated state=ready
image_caches: id=2 primary_storage_uuid=~3acd5c image_uuid=~1a0000 install_url=nfs:/z/imagecache/template/~1a0000/~1a0000.qcow2 media_type=RootVolumeTemplate size=7
   md5sum=not calculated state=ready
image_group_refs: id=1 image_group_uuid=~b04549 image_uuid=~71fcd9
image_groups: uuid=~b04549 name=images status=Ready image_count=1
image_package_disks: image_package_uuid=~f4459c disk_index=0 file_name=package-disk1.vmdk content_id=package volume_format=qcow2 format=vmdk virtual_size=5242880
   actual_size=5242880 sha256=fef8675cf320047010ae30f66773e06d782cfaa83f5749dc68b5017253483e30
image_package_disks: image_package_uuid=~5ffafd disk_index=0 file_name=vm-disk1.vmdk content_id=ROOT-for-vm volume_format=qcow2 format=vmdk virtual_size=10737418240
   actual_size=2696937472 sha256=3643e32ba71b4a598926a90b30605d277ef76201f4fdb69b68e4bcd52dfb81d6
image_package_disks: image_package_uuid=~5ffafd disk_index=1 file_name=vm-disk2.vmdk content_id=data volume_format=qcow2 format=vmdk virtual_size=2147483648
   actual_size=524288000 sha256=f2e932cbbefba9afd50c9c05b4ab56d5faa81900d7cd168466d5ecb46c836959
image_package_disks: image_package_uuid=~5ffafd disk_index=2 file_name=vm-disk3.vmdk content_id=second volume_format=qcow2 format=vmdk virtual_size=2147483648
   actual_size=0 sha256=c827141e4ddcb4decc4bce03bb281f817bb837e4172b455b7e1fa2ebe755511e
image_package_disks: image_package_uuid=~fafb3b disk_index=0 file_name=resuming-disk1.vmdk content_id=x volume_format=qcow2 format=vmdk virtual_size=2097152
   actual_size=0 sha256=2f35125f74090505d777f635125e00d1f99f72e66a745d0ab0e6c3dbb0b5a96d
image_package_disks: image_package_uuid=~fafb3b disk_index=1 file_name=resuming-disk2.vmdk content_id=y volume_format=qcow2 format=vmdk virtual_size=3145728
   actual_size=1048576 sha256=aca6f160afca40dc26fd753d78d4fa54fb822d050c1c1d1a6611c12062138335
image_packages: uuid=~f4459c name=package backup_storage_uuid=~50e529 state=Exported
   export_url=http://127.0.0.1:8080/emulator/v1/backup-storage/~50e529/exports/~f4459c/package-08781c346bb1dfcff0e5230365941e40383f37d4.ova md5_sum=~a2f945 format=OVA
   size=5242880 ovf=<?xml version="1…
image_packages: uuid=~5ffafd name=of a VM vm_uuid=~8145a0 backup_storage_uuid=~50e529 state=Exported
   export_url=http://127.0.0.1:8080/emulator/v1/backup-storage/~50e529/exports/~5ffafd/package-807d99f589523a5d987895e7d1d735fcd39a6796.ova md5_sum=~68250e format=OVA
   size=3221225472 ovf=<?xml version="1…
image_packages: uuid=~fafb3b name=less vm_uuid=~a0ae38 backup_storage_uuid=~50e529 state=Exported
   export_url=http://127.0.0.1:8080/emulator/v1/backup-storage/~50e529/exports/~fafb3b/package-a324d12546e981bb3aaf77213c86cd0d460db149.ova md5_sum=~322226 format=OVA
   size=1048576 ovf=<?xml version="1…
image_replication_groups: uuid=~100339 name=copies state=Enabled
images: uuid=~71fcd9 name=image state=Enabled status=Ready size=1073741824 actual_size=104857600 md5_sum=~04d73f url=http://x/i.qcow2 media_type=RootVolumeTemplate
   guest_os_type=Linux type=zstack platform=Linux architecture=x86_64 format=qcow2 system=0 virtio=1 content_id=image
images: uuid=~781546 name=deleted state=Enabled status=Deleted size=1 actual_size=1 md5_sum=~b03964 url=x media_type=RootVolumeTemplate guest_os_type=Linux type=zstack
   platform=Linux architecture=x86_64 format=qcow2 system=0 virtio=1 content_id=deleted create_date=now+-259200000
images: uuid=~96f9d2 name=downloading state=Enabled status=Downloading size=1073741824 actual_size=94371840 md5_sum=~c8f095 url=http://x/d.qcow2
   media_type=RootVolumeTemplate guest_os_type=Linux type=zstack platform=Linux architecture=x86_64 format=qcow2 system=0 virtio=1 content_id=downloading
images: uuid=~e920e8 name=sent state=Enabled status=Downloading size=0 actual_size=0 url=upload://x media_type=RootVolumeTemplate guest_os_type=Linux type=zstack
   platform=Linux architecture=x86_64 format=qcow2 system=0 virtio=1
images: uuid=~231eac name=uploaded state=Enabled status=Ready size=8 actual_size=7 md5_sum=~b6803e url=upload://y media_type=RootVolumeTemplate guest_os_type=Linux
   type=zstack platform=Linux architecture=x86_64 format=qcow2 system=0 virtio=1 content_id=uploaded
images: uuid=~0a25af name=failed state=Enabled status=Error size=9 actual_size=9 url=http://x/f media_type=RootVolumeTemplate guest_os_type=Linux type=zstack
   platform=Linux architecture=x86_64 format=qcow2 system=0 virtio=1
images: uuid=~06ffd0 name=template state=Enabled status=Creating size=10737418240 actual_size=1073741824 url=volume://~bb0f9d media_type=RootVolumeTemplate
   guest_os_type=Linux type=zstack platform=Linux architecture=x86_64 format=qcow2 system=0 virtio=1
images: uuid=~d11985 name=data template state=Enabled status=Creating size=2147483648 actual_size=524288000 url=volume://~dbb795 media_type=DataVolumeTemplate
   guest_os_type=Linux type=zstack platform=Linux architecture=x86_64 format=qcow2 system=0 virtio=1
instance_offerings: uuid=~fb36e9 name=small cpu_num=1 cpu_speed=0 memory_size=1073741824 reserved_memory_size=0 type=UserVm
   allocator_strategy=LeastVmPreferredHostAllocatorStrategy sort_key=0 state=Enabled
ip_ranges: uuid=~78ab9a l3_network_uuid=~c1c74b name=l3-1 start_ip=10.1.0.2 end_ip=10.1.0.3 netmask=255.255.255.0 gateway=10.1.0.1 network_cidr=10.1.0.0/24 ip_version=4
   prefix_len=24 ip_range_type=Normal start_key=40a010002 end_key=40a010003
ip_ranges: uuid=~e5b3ce l3_network_uuid=~c1c74b name=l3-2 start_ip=10.1.0.8 end_ip=10.1.0.20 netmask=255.255.255.0 gateway=10.1.0.1 network_cidr=10.1.0.0/24 ip_version=4
   prefix_len=24 ip_range_type=Normal start_key=40a010008 end_key=40a010014
ip_ranges: uuid=~833770 l3_network_uuid=~83d2ba name=both-1 start_ip=10.2.0.1 end_ip=10.2.0.253 netmask=255.255.255.0 gateway=10.2.0.254 network_cidr=10.2.0.0/24
   ip_version=4 prefix_len=24 ip_range_type=Normal start_key=40a020001 end_key=40a0200fd
ip_ranges: uuid=~401c09 l3_network_uuid=~83d2ba name=both-2 start_ip=2001:db8::2 end_ip=2001:db8::ffff:ffff:ffff:ffff netmask=ffff:ffff:ffff:ffff:0:0:0:0
   gateway=2001:db8::1 network_cidr=2001:db8::/64 ip_version=6 prefix_len=64 ip_range_type=Normal address_mode=Stateful-DHCP start_key=620010db8000000000000000000000002
   end_key=620010db800000000ffffffffffffffff
ip_ranges: uuid=~6fe6d1 l3_network_uuid=~8c64a2 name=told-1 start_ip=2001:db8:1::2 end_ip=2001:db8:1::9 netmask=ffff:ffff:ffff:ffff:0:0:0:0 gateway=2001:db8:1::1
   network_cidr=2001:db8:1::/64 ip_version=6 prefix_len=64 ip_range_type=Normal address_mode=Stateful-DHCP start_key=620010db8000100000000000000000002
   end_key=620010db8000100000000000000000009
l2_network_clusters: l2_network_uuid=~788712 cluster_uuid=~ed51a5
l2_networks: uuid=~788712 name=l2 zone_uuid=~b466a9 physical_interface=eth0 type=L2NoVlanNetwork v_switch_type=LinuxBridge virtual_network_id=0 isolated=0
l2_networks: uuid=~9edc8c name=on a vlan zone_uuid=~b466a9 physical_interface=eth0 type=L2VlanNetwork v_switch_type=LinuxBridge virtual_network_id=7 isolated=0
l3_networks: uuid=~c1c74b name=l3 type=L3BasicNetwork zone_uuid=~b466a9 l2_network_uuid=~788712 state=Enabled system=0 category=Private ip_version=4 enable_ipam=1
   isolated=0
l3_networks: uuid=~83d2ba name=both type=L3BasicNetwork zone_uuid=~b466a9 l2_network_uuid=~788712 state=Enabled system=0 category=Private ip_version=46 enable_ipam=1
   isolated=0
l3_networks: uuid=~014f7c name=system type=L3BasicNetwork zone_uuid=~b466a9 l2_network_uuid=~788712 state=Enabled system=1 category=System ip_version=4 enable_ipam=1
   isolated=0
l3_networks: uuid=~8c64a2 name=told type=L3BasicNetwork zone_uuid=~b466a9 l2_network_uuid=~788712 state=Enabled system=0 category=Private ip_version=6 enable_ipam=0
   isolated=0
local_volumes: volume_uuid=~bb0f9d host_uuid=~aa63bd
local_volumes: volume_uuid=~aed13b host_uuid=~68c0dd
local_volumes: volume_uuid=~dbb795 host_uuid=~aa63bd
local_volumes: volume_uuid=~3d14e0 host_uuid=~aa63bd
local_volumes: volume_uuid=~3fa4ab host_uuid=~68c0dd
long_jobs: uuid=~fe1d7d name=downloading api_id=~2db07c job_name=APIAddImageMsg
   job_data={"name":"downloading","description":null,"url":"http://x/d.qcow2","mediaType":"RootVolumeTemplate","guestOsType":"Linux","architecture":"x86_64","system":false,"format":"qcow2","platform":"Linux","backupStorageUuids":["~50e529","~cb020a"],"virtio":true,"resourceUuid":"~96f9d2","systemTags":[],"userTags":[]} state=Running target_resource_uuid=~96f9d2 management_node_uuid=~63f38e inner_job_uuid=~5e0efe create_date=now+-150 last_op_date=now+-150
long_jobs: uuid=~686400 name=sending api_id=~e9c7f7 job_name=APIAddImageMsg
   job_data={"name":"sent","description":null,"url":"upload://x","mediaType":"RootVolumeTemplate","guestOsType":"Linux","architecture":"x86_64","system":false,"format":"qcow2","platform":"Linux","backupStorageUuids":["~50e529"],"virtio":true,"resourceUuid":"~e920e8","systemTags":[],"userTags":[]} state=Running target_resource_uuid=~e920e8 management_node_uuid=~63f38e inner_job_uuid=~dd0a5c
long_jobs: uuid=~7d03ce name=template api_id=~c772c9 job_name=APICreateRootVolumeTemplateFromRootVolumeMsg
   job_data={"name":"template","description":null,"resourceUuid":"~06ffd0","backupStorageUuids":["~50e529"],"systemTags":[],"userTags":[],"guestOsType":"Linux","platform":"Linux","architecture":"x86_64","virtio":true,"system":false,"rootVolumeUuid":"~bb0f9d"} state=Running management_node_uuid=~63f38e inner_job_uuid=~9e12d7 create_date=now+-517 last_op_date=now+-517
long_jobs: uuid=~59856a name=data template api_id=~31468e job_name=APICreateDataVolumeTemplateFromVolumeMsg job_data={"name":"data
   template","description":null,"resourceUuid":"~d11985","backupStorageUuids":["~50e529"],"systemTags":[],"userTags":[],"volumeUuid":"~dbb795"} state=Running
   management_node_uuid=~63f38e inner_job_uuid=~e47d99
long_jobs: uuid=~849296 name=job api_id=~77b30b job_name=APIAddImageMsg job_data={} job_result={"success":true} state=Succeeded management_node_uuid=~63f38e
   inner_job_uuid=~fc7891 execute_time=1
long_jobs: uuid=~281726 name=failed api_id=~f52e95 job_name=APIAddImageMsg job_data={} job_result={"detail":"the seed says that it failed","message":"An operation
   failed"} state=Failed management_node_uuid=~63f38e inner_job_uuid=~b0e87a execute_time=1
long_jobs: uuid=~ffad0e name=canceled api_id=~02db42 job_name=APIAddImageMsg job_data={} job_result={"a":1} state=Canceled management_node_uuid=~63f38e
   inner_job_uuid=~7ccedf execute_time=1
policies: uuid=~62f27e account_uuid=~986114 name=DEFAULT-READ
policies: uuid=~8c32c5 account_uuid=~36c27e name=policy statements=[{"effect":"Allow","actions":["a"]}]
primary_storage_clusters: primary_storage_uuid=~a2531c cluster_uuid=~ed51a5
primary_storage_clusters: primary_storage_uuid=~3de08f cluster_uuid=~c10057
primary_storages: uuid=~a2531c zone_uuid=~b466a9 name=local url=/p type=LocalStorage state=Enabled status=Connected total_capacity=10995116277760
   available_capacity=10982074089472 total_physical_capacity=10995116277760 available_physical_capacity=10993518247936 system_used_capacity=0 is_reachable=1
primary_storages: uuid=~3de08f zone_uuid=~b466a9 name=bare url=/b type=LocalStorage state=Enabled status=Connected total_capacity=1099511627776
   available_capacity=1094142918651 total_physical_capacity=1099511627776 available_physical_capacity=1099511627771 system_used_capacity=0 is_reachable=1
primary_storages: uuid=~98357e zone_uuid=~b466a9 name=ceph url=ceph://pool type=Ceph state=Enabled status=Connected total_capacity=10995116277760
   available_capacity=10983301971968 total_physical_capacity=10995116277760 available_physical_capacity=10995113132032 system_used_capacity=0 is_reachable=1
   root_volume_pool=pool data_volume_pool=pool image_cache_pool=pool
primary_storages: uuid=~0333ac zone_uuid=~b466a9 name=coming url=nfs:/x type=NFS state=Enabled status=Connecting total_capacity=1099511627776
   available_capacity=1099511627776 total_physical_capacity=1099511627776 available_physical_capacity=1099511627776 system_used_capacity=0 is_reachable=1
primary_storages: uuid=~96a583 zone_uuid=~b466a9 name=lost url=nfs:/y type=NFS state=Enabled status=Disconnected total_capacity=1099511627776
   available_capacity=1099511627776 total_physical_capacity=1099511627776 available_physical_capacity=1099511627776 system_used_capacity=0 is_reachable=0
primary_storages: uuid=~3acd5c zone_uuid=~b466a9 name=caching url=nfs:/z type=NFS state=Enabled status=Connected total_capacity=1099511627776
   available_capacity=1099406770169 total_physical_capacity=1099511627776 available_physical_capacity=1099406770169 system_used_capacity=0 is_reachable=1
quotas: uuid=~ea1bba name=image.num identity_uuid=~986114 identity_type=AccountVO value=20
quotas: uuid=~503c88 name=image.size identity_uuid=~986114 identity_type=AccountVO value=10995116277760
quotas: uuid=~907926 name=volume.data.num identity_uuid=~986114 identity_type=AccountVO value=40
quotas: uuid=~11ee34 name=volume.capacity identity_uuid=~986114 identity_type=AccountVO value=10995116277760
quotas: uuid=~b25332 name=snapshot.volume.num identity_uuid=~986114 identity_type=AccountVO value=200
quotas: uuid=~d45413 name=vm.totalNum identity_uuid=~986114 identity_type=AccountVO value=20
quotas: uuid=~632fdd name=vm.num identity_uuid=~986114 identity_type=AccountVO value=20
quotas: uuid=~de79df name=vm.cpuNum identity_uuid=~986114 identity_type=AccountVO value=80
quotas: uuid=~22ec33 name=vm.memorySize identity_uuid=~986114 identity_type=AccountVO value=85899345920
quotas: uuid=~669d25 name=l3.num identity_uuid=~986114 identity_type=AccountVO value=20
quotas: uuid=~77d0a0 name=securityGroup.num identity_uuid=~986114 identity_type=AccountVO value=20
quotas: uuid=~da8d18 name=ssh_key_pair.num identity_uuid=~986114 identity_type=AccountVO value=20
quotas: uuid=~6d60b5 name=vip.num identity_uuid=~986114 identity_type=AccountVO value=20
quotas: uuid=~11a259 name=eip.num identity_uuid=~986114 identity_type=AccountVO value=20
reserved_ip_ranges: uuid=~5d3cda l3_network_uuid=~c1c74b start_ip=10.1.0.9 end_ip=10.1.0.10 ip_version=4
resource_configs: uuid=~6f8502 category=backupStorage name=reservedCapacity resource_uuid=~2c1996 resource_type=BackupStorageVO value=1G
security_group_rules: uuid=~2e9a7d security_group_uuid=~946a35 type=Ingress ip_version=4 protocol=ALL state=Enabled priority=0 description=default rule action=ACCEPT
   remote_security_group_uuid=~946a35 allowed_cidr=0.0.0.0/0
security_group_rules: uuid=~238b11 security_group_uuid=~946a35 type=Egress ip_version=4 protocol=ALL state=Enabled priority=0 description=default rule action=ACCEPT
   remote_security_group_uuid=~946a35 allowed_cidr=0.0.0.0/0
security_group_rules: uuid=~0cc71c security_group_uuid=~946a35 type=Ingress ip_version=6 protocol=ALL state=Enabled priority=0 description=default rule action=ACCEPT
   remote_security_group_uuid=~946a35 allowed_cidr=::/0
security_group_rules: uuid=~7d1896 security_group_uuid=~946a35 type=Egress ip_version=6 protocol=ALL state=Enabled priority=0 description=default rule action=ACCEPT
   remote_security_group_uuid=~946a35 allowed_cidr=::/0
security_groups: uuid=~946a35 name=group state=Enabled
ssh_key_pair_vms: ssh_key_pair_uuid=~205a3d vm_instance_uuid=~8145a0
ssh_key_pairs: uuid=~205a3d name=key public_key=ssh-rsa AAAA
tag_patterns: uuid=~9f88cc name=pattern value=text type=simple
trash: trash_id=1 resource_uuid=~d00000 resource_type=VolumeVO storage_uuid=~3de08f storage_type=PrimaryStorage install_path=/t is_folder=0 hypervisor_type=KVM size=5
   trash_type=RevertVolume host_uuid=~057000
uploads: image_uuid=~e920e8 backup_storage_uuid=~50e529 key=~e920e8 job_uuid=~dd0a5c received=
   upload_url=http://127.0.0.1:8080/emulator/v1/backup-storage/~50e529/image-uploads/~f84ade
url_hints: url=http://x/known
url_hints: url=http://x/d.qcow2 content_id=downloading size=1073741824 actual_size=94371840 format=qcow2
used_ips: uuid=~9ef08b ip_range_uuid=~e5b3ce l3_network_uuid=~c1c74b ip_version=4 ip=10.1.0.9 netmask=255.255.255.0 gateway=10.1.0.1 used_for=Reserved meta_data=~5d3cda
   ip_in_long=167837705 ip_key=40a010009
used_ips: uuid=~496833 ip_range_uuid=~e5b3ce l3_network_uuid=~c1c74b ip_version=4 ip=10.1.0.10 netmask=255.255.255.0 gateway=10.1.0.1 used_for=Reserved meta_data=~5d3cda
   ip_in_long=167837706 ip_key=40a01000a
used_ips: uuid=~420ef8 ip_range_uuid=~78ab9a l3_network_uuid=~c1c74b ip_version=4 ip=10.1.0.2 netmask=255.255.255.0 gateway=10.1.0.1 ip_in_long=167837698 ip_key=40a010002
used_ips: uuid=~7c9fa2 ip_range_uuid=~78ab9a l3_network_uuid=~c1c74b ip_version=4 ip=10.1.0.3 netmask=255.255.255.0 gateway=10.1.0.1 ip_in_long=167837699
   vm_nic_uuid=~62faba ip_key=40a010003
used_ips: uuid=~c84448 ip_range_uuid=~833770 l3_network_uuid=~83d2ba ip_version=4 ip=10.2.0.1 netmask=255.255.255.0 gateway=10.2.0.254 ip_in_long=167903233
   vm_nic_uuid=~328f74 ip_key=40a020001
used_ips: uuid=~303d4f ip_range_uuid=~401c09 l3_network_uuid=~83d2ba ip_version=6 ip=2001:db8::2 netmask=ffff:ffff:ffff:ffff:0:0:0:0 gateway=2001:db8::1 ip_in_long=0
   vm_nic_uuid=~328f74 ip_key=620010db8000000000000000000000002
used_ips: uuid=~020bd9 ip_range_uuid=~6fe6d1 l3_network_uuid=~8c64a2 ip_version=6 ip=2001:db8:1::3 netmask=ffff:ffff:ffff:ffff:0:0:0:0 gateway=2001:db8:1::1 ip_in_long=0
   vm_nic_uuid=~0e964d ip_key=620010db8000100000000000000000003
user_groups: uuid=~348261 account_uuid=~36c27e name=team
users: uuid=~3c0b3b account_uuid=~36c27e name=person password_hash=~a79bc5:fdf5f1f8…
users: uuid=~030628 account_uuid=~36c27e name=nobody password_hash=~a79bc5:fdf5f1f8…
vips: uuid=~55a36d name=vip state=Enabled l3_network_uuid=~c1c74b ip_range_uuid=~78ab9a used_ip_uuid=~420ef8 ip=10.1.0.2 netmask=255.255.255.0 gateway=10.1.0.1
   prefix_len=24 system=0
vm_cd_roms: uuid=~068277 vm_instance_uuid=~8145a0 name=vm-~8145a0-cdRom device_id=0
vm_cd_roms: uuid=~852734 vm_instance_uuid=~4cce67 name=vm-~4cce67-cdRom device_id=0
vm_cd_roms: uuid=~a8d854 vm_instance_uuid=~a0ae38 name=vm-~a0ae38-cdRom device_id=0
vm_cd_roms: uuid=~497a94 vm_instance_uuid=~3f43fb name=vm-~3f43fb-cdRom device_id=0 create_date=now+-172800000
vm_instances: uuid=~8145a0 name=vm zone_uuid=~b466a9 cluster_uuid=~ed51a5 host_uuid=~aa63bd last_host_uuid=~aa63bd instance_offering_uuid=~fb36e9 platform=Linux
   architecture=x86_64 guest_os_type=Linux virtio=1 type=UserVm hypervisor_type=KVM memory_size=2147483648 cpu_num=2 state=Running default_l3_network_uuid=~c1c74b
   reserved_memory_size=0 cpu_speed=0 allocator_strategy=LeastVmPreferredHostAllocatorStrategy
vm_instances: uuid=~4cce67 name=starting zone_uuid=~b466a9 cluster_uuid=~ed51a5 host_uuid=~b30670 last_host_uuid=~b30670 platform=Linux architecture=x86_64
   guest_os_type=Linux virtio=1 type=UserVm hypervisor_type=KVM memory_size=2147483648 cpu_num=2 state=Starting reserved_memory_size=0 cpu_speed=0
vm_instances: uuid=~a0ae38 name=resuming zone_uuid=~b466a9 platform=Linux architecture=x86_64 guest_os_type=Linux virtio=1 type=UserVm hypervisor_type=KVM
   memory_size=2147483648 cpu_num=2 state=Resuming reserved_memory_size=0 cpu_speed=0
vm_instances: uuid=~3f43fb name=gone zone_uuid=~b466a9 last_host_uuid=~aa63bd platform=Linux architecture=x86_64 guest_os_type=Linux virtio=1 type=UserVm
   hypervisor_type=KVM memory_size=2147483648 cpu_num=2 state=Destroyed create_date=now+-172800000 default_l3_network_uuid=~83d2ba reserved_memory_size=0 cpu_speed=0
vm_nic_security_groups: uuid=~8ca9c4 vm_nic_uuid=~62faba vm_instance_uuid=~8145a0 security_group_uuid=~946a35 priority=1
vm_nic_security_policies: uuid=~7e5da7 vm_nic_uuid=~62faba ingress_policy=DENY egress_policy=ALLOW
vm_nics: uuid=~62faba vm_instance_uuid=~8145a0 l3_network_uuid=~c1c74b used_ip_uuid=~7c9fa2 ip=10.1.0.3 mac=fa:fc:8c:fd:5b:00 hypervisor_type=KVM netmask=255.255.255.0
   gateway=10.1.0.1 ip_version=4 driver_type=virtio internal_name=vnic1.0 device_id=0 type=VNIC state=enable
vm_nics: uuid=~328f74 vm_instance_uuid=~8145a0 l3_network_uuid=~83d2ba used_ip_uuid=~c84448 ip=10.2.0.1 mac=fa:c3:e7:a0:a2:04 hypervisor_type=KVM netmask=255.255.255.0
   gateway=10.2.0.254 ip_version=4 driver_type=virtio internal_name=vnic1.4 device_id=4 type=VNIC state=enable
vm_nics: uuid=~0e964d vm_instance_uuid=~8145a0 l3_network_uuid=~8c64a2 used_ip_uuid=~020bd9 ip=2001:db8:1::3 mac=fa:ce:3c:a3:85:05 hypervisor_type=KVM
   netmask=ffff:ffff:ffff:ffff:0:0:0:0 gateway=2001:db8:1::1 ip_version=6 driver_type=virtio internal_name=vnic1.5 device_id=5 type=VNIC state=enable
vm_nics: uuid=~441129 vm_instance_uuid=~3f43fb l3_network_uuid=~83d2ba mac=fa:3b:a8:4e:8f:00 hypervisor_type=KVM driver_type=virtio internal_name=vnic4.0 device_id=0
   type=VNIC state=enable create_date=now+-172800000
volume_backup_storage_refs: volume_backup_uuid=~55f68c backup_storage_uuid=~50e529 install_path=zstore://~dbb795/~55f68c status=Ready taken_bytes=3145728
volume_backup_storage_refs: volume_backup_uuid=~067283 backup_storage_uuid=~50e529 install_path=zstore://~d00000/~067283 status=Ready taken_bytes=4194304
volume_backups: uuid=~55f68c name=backup volume_uuid=~dbb795 vm_instance_uuid=~8145a0 type=Data state=Enabled status=Ready mode=full size=3145728 content_id=backup
   format=qcow2 virtual_size=2147483648 actual_size=3145728
volume_backups: uuid=~067283 name=of nothing volume_uuid=~d00000 type=Data state=Enabled status=Ready mode=full size=4194304 content_id=of nothing format=qcow2
   virtual_size=4194304 actual_size=4194304
volume_snapshot_group_refs: volume_snapshot_uuid=~687b89 volume_snapshot_group_uuid=~f17c96 snapshot_deleted=0 device_id=1 volume_uuid=~dbb795 volume_name=data
   volume_type=Data volume_snapshot_install_path=/p/dataVolumes/acct-~36c27e/vol-~dbb795/~dbb795.qcow2 volume_snapshot_name=s1
volume_snapshot_groups: uuid=~f17c96 name=group snapshot_count=1 vm_instance_uuid=~8145a0
volume_snapshot_trees: uuid=~36dafc volume_uuid=~dbb795 current=1 status=Completed
volume_snapshot_trees: uuid=~3ac1f0 volume_uuid=~7ee329 current=0 status=Completed
volume_snapshot_trees: uuid=~c0f48c volume_uuid=~7ee329 current=1 status=Completed
volume_snapshots: uuid=~687b89 name=s1 type=Hypervisor volume_uuid=~dbb795 tree_uuid=~36dafc primary_storage_uuid=~a2531c
   primary_storage_install_path=/p/dataVolumes/acct-~36c27e/vol-~dbb795/~dbb795.qcow2 volume_type=Data format=qcow2 latest=0 size=104857600 distance=1 state=Enabled
   status=Ready group_uuid=~f17c96 content_id=s1 virtual_size=2147483648 actual_size=104857600
volume_snapshots: uuid=~c7ea1b name=s2 type=Hypervisor volume_uuid=~dbb795 tree_uuid=~36dafc parent_uuid=~687b89 primary_storage_uuid=~a2531c
   primary_storage_install_path=/p/dataVolumes/acct-~36c27e/vol-~dbb795/snapshots/~687b89.qcow2 volume_type=Data format=qcow2 latest=1 size=52428800 distance=2
   state=Enabled status=Creating content_id=s2 virtual_size=2147483648 actual_size=157286400
volume_snapshots: uuid=~f71d6d name=c1 type=Storage volume_uuid=~7ee329 tree_uuid=~3ac1f0 primary_storage_uuid=~98357e
   primary_storage_install_path=ceph://pool/~7ee329@~f71d6d volume_type=Root format=raw latest=1 size=1048576 distance=1 state=Enabled status=Ready content_id=c1
   virtual_size=10737418240 actual_size=1048576
volume_snapshots: uuid=~f409f5 name=c2 type=Storage volume_uuid=~7ee329 tree_uuid=~c0f48c primary_storage_uuid=~98357e
   primary_storage_install_path=ceph://pool/~7ee329@~f409f5 volume_type=Root format=raw latest=1 size=2097152 distance=1 state=Enabled status=Ready content_id=c2
   virtual_size=10737418240 actual_size=3145728
volumes: uuid=~bb0f9d name=ROOT-for-vm primary_storage_uuid=~a2531c vm_instance_uuid=~8145a0 install_path=/p/rootVolumes/acct-~36c27e/vol-~bb0f9d/~bb0f9d.qcow2 type=Root
   format=qcow2 size=10737418240 actual_size=1073741824 device_id=0 state=Enabled status=Ready is_shareable=0 content_id=ROOT-for-vm layer_size=1073741824
volumes: uuid=~7ee329 name=ROOT-for-starting primary_storage_uuid=~98357e vm_instance_uuid=~4cce67 install_path=ceph://pool/~7ee329 type=Root format=raw size=10737418240
   actual_size=0 device_id=0 state=Enabled status=Ready is_shareable=0 content_id=ROOT-for-starting layer_size=0
volumes: uuid=~aed13b name=root primary_storage_uuid=~3de08f vm_instance_uuid=~a0ae38 install_path=/b/rootVolumes/acct-~36c27e/vol-~aed13b/~aed13b.qcow2 type=Root
   format=qcow2 size=1073741824 actual_size=0 device_id=0 state=Enabled status=Ready is_shareable=0 content_id=root layer_size=0
volumes: uuid=~bf0cad name=ROOT-for-gone primary_storage_uuid=~98357e vm_instance_uuid=~3f43fb install_path=ceph://pool/~bf0cad type=Root format=raw size=1073741824
   actual_size=0 device_id=0 state=Enabled status=Deleted is_shareable=0 content_id=ROOT-for-gone layer_size=0
volumes: uuid=~dbb795 name=data primary_storage_uuid=~a2531c vm_instance_uuid=~8145a0 install_path=/p/dataVolumes/acct-~36c27e/vol-~dbb795/snapshots/~c7ea1b.qcow2
   type=Data format=qcow2 size=2147483648 actual_size=524288000 device_id=1 state=Enabled status=Ready is_shareable=0 content_id=data layer_size=367001600
volumes: uuid=~3d14e0 name=second primary_storage_uuid=~3de08f vm_instance_uuid=~8145a0 install_path=/b/dataVolumes/acct-~36c27e/vol-~3d14e0/~3d14e0.qcow2 type=Data
   format=qcow2 size=2147483648 actual_size=0 device_id=2 state=Enabled status=Ready is_shareable=0 content_id=second layer_size=0 last_attach_date=now+-86400000
   create_date=now+-86400000 last_op_date=now+-86400000
volumes: uuid=~3fa4ab name=loose primary_storage_uuid=~3de08f install_path=/b/dataVolumes/acct-~36c27e/vol-~3fa4ab/~3fa4ab.qcow2 type=Data format=qcow2 size=2147483648
   actual_size=0 state=Enabled status=Ready is_shareable=0 content_id=loose layer_size=0
volumes: uuid=~a3149b name=later type=Data size=2147483648 actual_size=0 state=Enabled status=NotInstantiated is_shareable=0 content_id=later layer_size=0
webhooks: uuid=~4dfebd name=hook url=http://hooks.example.com/x type=CanonicalEvent
zones: uuid=~b466a9 name=z state=Enabled type=zstack is_default=0
jobs: uuid=~38e1a5 operation=ReconnectPrimaryStorage account_uuid=~36c27e state=Running context={"uuid":"~0333ac"} create_date=now+-1000 wants_schema=0
jobs: uuid=~cb9329 operation=ReconnectBackupStorage account_uuid=~36c27e state=Running context={"uuid":"~7fbc5f"} wants_schema=0
jobs: uuid=~9b8bb9 operation=StartVmInstance account_uuid=~36c27e state=Running context={"vmUuid":"~4cce67","formerState":"Stopped"} create_date=now+-800 wants_schema=0
jobs: uuid=~03c1d4 operation=ResumeVmInstance account_uuid=~36c27e state=Running context={"vmUuid":"~a0ae38","formerState":"Paused"} wants_schema=0
jobs: uuid=~b4c803 operation=CreateVolumeSnapshot account_uuid=~36c27e state=Running
   context={"request":{"name":"s2","description":null,"resourceUuid":"~c7ea1b","systemTags":[],"userTags":[],"ownerUuid":"~36c27e","volumeUuid":"~dbb795"},"snapshotUuid":"~c7ea1b"} create_date=now+-500 wants_schema=0
jobs: uuid=~5e0efe operation=AddImage account_uuid=~36c27e state=Running
   context={"request":{"name":"downloading","description":null,"url":"http://x/d.qcow2","mediaType":"RootVolumeTemplate","guestOsType":"Linux","architecture":"x86_64","system":false,"format":"qcow2","platform":"Linux","backupStorageUuids":["~50e529","~cb020a"],"virtio":true,"resourceUuid":"~96f9d2","systemTags":[],"userTags":[],"ownerUuid":"~36c27e","controlUrl":"http://127.0.0.1:8080/emulator/v1"},"imageUuid":"~96f9d2"} create_date=now+-150 wants_schema=0
jobs: uuid=~dd0a5c operation=AddImage account_uuid=~36c27e state=Succeeded context={"request":{"url":"upload://x"},"imageUuid":"~e920e8"} result={} wants_schema=0
jobs: uuid=~9e12d7 operation=CreateRootVolumeTemplateFromRootVolume account_uuid=~36c27e state=Running
   context={"imageUuid":"~06ffd0","estimate":1073741824,"contentId":"ROOT-for-vm","request":{"name":"template","description":null,"resourceUuid":"~06ffd0","backupStorageUuids":["~50e529"],"systemTags":[],"userTags":[],"ownerUuid":"~36c27e","guestOsType":"Linux","platform":"Linux","architecture":"x86_64","virtio":true,"system":false,"rootVolumeUuid":"~bb0f9d"}} create_date=now+-517 wants_schema=0
jobs: uuid=~e47d99 operation=CreateDataVolumeTemplateFromVolume account_uuid=~36c27e state=Running
   context={"imageUuid":"~d11985","estimate":524288000,"contentId":"data","request":{"name":"data
   template","description":null,"resourceUuid":"~d11985","backupStorageUuids":["~50e529"],"systemTags":[],"userTags":[],"ownerUuid":"~36c27e","volumeUuid":"~dbb795"}}
   wants_schema=0
tasks: id=1 flow=purge-jobs step=run subject=all due_date=now+3600000
tasks: id=2 job_uuid=~38e1a5 flow=reconnect-primary-storage step=hear due_date=now+1000 create_date=now+-1000 length=2000
tasks: id=4 job_uuid=~cb9329 flow=reconnect-backup-storage step=hear due_date=now+2000 length=2000
tasks: id=5 flow=ping-lost-backup-storage step=run subject=~2c1996 due_date=now+60000
tasks: id=6 job_uuid=~9b8bb9 flow=start-vm-instance step=started due_date=now+1200 create_date=now+-800 length=2000
tasks: id=7 job_uuid=~03c1d4 flow=resume-vm-instance step=resumed due_date=now+2000 length=2000
tasks: id=8 job_uuid=~b4c803 flow=create-volume-snapshot step=finish-snapshot due_date=now+1500 create_date=now+-500 length=2000
tasks: id=9 job_uuid=~5e0efe flow=add-image step=finish-download subject=~50e529 due_date=now+350 create_date=now+-150 length=500
tasks: id=10 flow=long-job-timeout step=run subject=~fe1d7d due_date=now+259199850
tasks: id=11 flow=watch-upload step=run subject=~e920e8-~50e529 due_date=now+30000
tasks: id=12 flow=long-job-timeout step=run subject=~686400 due_date=now+259200000
tasks: id=13 job_uuid=~9e12d7 flow=create-root-volume-template step=start-creating-template subject=~50e529 due_date=now+4653 create_date=now+-517 length=5170
tasks: id=14 flow=long-job-timeout step=run subject=~7d03ce due_date=now+259199483
tasks: id=15 job_uuid=~e47d99 flow=create-data-volume-template step=create-data-volume-template-from-volume subject=~50e529 due_date=now+2550 length=2550
tasks: id=16 flow=long-job-timeout step=run subject=~59856a due_date=now+259200000
tasks: id=17 flow=expunge-deleted-images step=run subject=all due_date=now+3600000
tasks: id=18 flow=expunge-destroyed-vms step=run subject=all due_date=now+3600000
sessions: uuid=~5e5500 account_uuid=~986114 user_uuid=~986114 user_type=Normal expired_date=now+3600000 is_permanent=0
sessions: uuid=~5e5500 account_uuid=~986114 user_uuid=~986114 user_type=Normal expired_date=253402214400000 is_permanent=1
`;

test('what a seed does not say is as usual, and what is on its way goes on from there', async () => {
  const emulator = await startSeed(USUAL_SEED);
  expect(emulator.brokenLaws()).toEqual({});
  expect(rowsInShort(emulator, ['jobs', 'tasks', 'sessions'])).toEqual(asLines(ROWS));
});
