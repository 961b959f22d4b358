import { asLines, rowsInShort } from '../support/rows-in-short';
import { startSeed } from '../support/seeds';
import { captured } from '../support/told';
import { WHOLE } from '../support/told-cloud';
import { MACHINES } from '../support/told-machines';

const ROWS = `
access_keys: uuid=#ad account_uuid=#a1 user_uuid=#a1 access_key_id=of-a-user access_key_secret=unknown state=Enabled
access_keys: uuid=#ae account_uuid=#a1 user_uuid=#a1 access_key_id=without-a-user access_key_secret=unknown state=Enabled
access_keys: uuid=#ac description=of a key account_uuid=#a1 user_uuid=#a1 access_key_id=KEY access_key_secret=secret state=Disabled create_date=2021-03-05T00:07:01
   last_op_date=2021-03-05T00:07:02
account_resource_refs: resource_uuid=~3fd128 resource_type=PolicyVO account_uuid=#a1
account_resource_refs: resource_uuid=~15bbc8 resource_type=PolicyVO account_uuid=#a2
account_resource_refs: resource_uuid=#41 resource_type=TagPatternVO account_uuid=#a1
account_resource_refs: resource_uuid=#31 resource_type=PolicyVO account_uuid=#a1
account_resource_refs: resource_uuid=#21 resource_type=UserGroupVO account_uuid=#a1
account_resource_refs: resource_uuid=#22 resource_type=UserVO account_uuid=#a1
account_resource_refs: resource_uuid=#68 resource_type=SecurityGroupVO account_uuid=#a1
account_resource_refs: resource_uuid=#69 resource_type=SecurityGroupVO account_uuid=#a1
account_resource_refs: resource_uuid=#6a resource_type=InstanceOfferingVO account_uuid=#a1
account_resource_refs: resource_uuid=#6b resource_type=DiskOfferingVO account_uuid=#a1
account_resource_refs: resource_uuid=#61 resource_type=L2NetworkVO account_uuid=#a1
account_resource_refs: resource_uuid=#6d resource_type=L3NetworkVO account_uuid=#a1
account_resource_refs: resource_uuid=#6e resource_type=L3NetworkVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#624 resource_type=IpRangeVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#62 resource_type=L3NetworkVO account_uuid=#a1
account_resource_refs: resource_uuid=#620 resource_type=IpRangeVO account_uuid=#a1
account_resource_refs: resource_uuid=#623 resource_type=IpRangeVO account_uuid=#a1
account_resource_refs: resource_uuid=#621 resource_type=IpRangeVO account_uuid=#a1
account_resource_refs: resource_uuid=#60 resource_type=VipVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#63 resource_type=VipVO account_uuid=#a1
account_resource_refs: resource_uuid=#51 resource_type=VmInstanceVO account_uuid=#a1
account_resource_refs: resource_uuid=#51e resource_type=VmNicVO account_uuid=#a1
account_resource_refs: resource_uuid=#70 resource_type=VolumeVO account_uuid=#a1
account_resource_refs: resource_uuid=#53 resource_type=VmInstanceVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#71 resource_type=VolumeVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#65 resource_type=EipVO account_uuid=#a1
account_resource_refs: resource_uuid=#66 resource_type=EipVO account_uuid=#a1
account_resource_refs: resource_uuid=#6c resource_type=SshKeyPairVO account_uuid=#a1
account_resource_refs: resource_uuid=#72 resource_type=VolumeVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#73 resource_type=VolumeVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#74 resource_type=VolumeVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#52 resource_type=VolumeVO account_uuid=#a1
account_resource_refs: resource_uuid=#80 resource_type=VolumeSnapshotVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#7f0 resource_type=VolumeSnapshotTreeVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#82 resource_type=VolumeSnapshotVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#7f1 resource_type=VolumeSnapshotTreeVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#81 resource_type=VolumeSnapshotVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#8a resource_type=VolumeSnapshotVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#13 resource_type=VolumeSnapshotGroupVO account_uuid=#a1
account_resource_refs: resource_uuid=#90 resource_type=VolumeBackupVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#91 resource_type=VolumeBackupVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#96 resource_type=ImagePackageVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#95 resource_type=ImagePackageVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#11 resource_type=ImageVO account_uuid=#a1
account_resource_refs: resource_uuid=#12 resource_type=ImageVO account_uuid=#a1
account_resource_refs: resource_uuid=#14 resource_type=ImageVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#15 resource_type=ImageVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#16 resource_type=ImageVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#b3 resource_type=LongJobVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#17 resource_type=ImageVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#b4 resource_type=LongJobVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#18 resource_type=ImageVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#19 resource_type=ImageVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#1a resource_type=ImageVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#1f resource_type=ImageVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#20 resource_type=ImageVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#1c resource_type=ImageGroupVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#b1 resource_type=LongJobVO account_uuid=~36c27e
account_resource_refs: resource_uuid=#b2 resource_type=LongJobVO account_uuid=~36c27e
accounts: uuid=~36c27e name=admin type=SystemAdmin password_hash=~f29ee5:bc540b7a…
accounts: uuid=#a1 name=tenant description=of tenant type=Normal password_hash=~f29ee5:bc540b7a… create_date=2021-03-05T00:07:11 last_op_date=2021-03-05T00:07:12
accounts: uuid=#a2 name=boss description=of boss type=SystemAdmin password_hash=~f29ee5:bc540b7a… create_date=2021-03-05T00:07:12 last_op_date=2021-03-05T00:07:13
backup_storage_zones: backup_storage_uuid=#5 zone_uuid=#1
backup_storage_zones: backup_storage_uuid=#48 zone_uuid=#1
backup_storages: uuid=#5 name=store url=/store description=of store type=ImageStoreBackupStorage state=Disabled status=Disconnected total_capacity=4000000000
   available_capacity=2000000000 system_used_capacity=238392023 hostname=h username=u ssh_port=23 is_reachable=0 bandwidth_bytes_per_second=209715200
   latency_milliseconds=50 create_date=2021-03-05T00:07:05 last_op_date=2021-03-05T00:07:06
backup_storages: uuid=#6 name=other url=ceph://other description=of other type=Ceph state=Enabled status=Connecting total_capacity=900 available_capacity=880
   system_used_capacity=0 fsid=fs-2 pool_name=p is_reachable=1 bandwidth_bytes_per_second=209715200 latency_milliseconds=50 create_date=2021-03-05T00:07:06
   last_op_date=2021-03-05T00:07:07
backup_storages: uuid=#48 name=sftp url=/sftp description=of sftp type=SftpBackupStorage state=Enabled status=Connected total_capacity=1000 available_capacity=400
   system_used_capacity=600 is_reachable=1 bandwidth_bytes_per_second=209715200 latency_milliseconds=50 create_date=2021-03-05T00:07:22 last_op_date=2021-03-05T00:07:23
ceph_backup_storage_mons: uuid=~f0baa1 backup_storage_uuid=#6 hostname=10.0.0.2 mon_port=6789 ssh_username=root ssh_port=22 create_date=2021-03-05T00:07:06
   last_op_date=2021-03-05T00:07:06
ceph_primary_storage_mons: uuid=~789afd primary_storage_uuid=#4 hostname=10.0.0.1 mon_port=6790 ssh_username=user ssh_port=24 create_date=2021-03-05T00:07:04
   last_op_date=2021-03-05T00:07:04
ceph_primary_storage_pools: uuid=#401 primary_storage_uuid=#4 pool_name=pool alias_name=alias description=d type=Data create_date=2021-03-05T00:07:04
   last_op_date=2021-03-05T00:07:04
clusters: uuid=#2 zone_uuid=#1 name=cluster description=of cluster hypervisor_type=Simulator state=Disabled type=zstack architecture=aarch64
   create_date=2021-03-05T00:07:02 last_op_date=2021-03-05T00:07:03
clusters: uuid=#dead zone_uuid=#1 name=cluster-00000000 hypervisor_type=KVM state=Enabled type=zstack
disk_offerings: uuid=#6b name=disk description=of disk disk_size=99 sort_key=9 state=Disabled type=zstack allocator_strategy=Mine create_date=2021-03-05T00:07:07
   last_op_date=2021-03-05T00:07:08
eips: uuid=#65 name=eip description=of eip state=Disabled vip_uuid=#63 vip_ip=172.16.0.3 vm_nic_uuid=#51e guest_ip=10.0.0.6 create_date=2021-03-05T00:07:01
   last_op_date=2021-03-05T00:07:02
eips: uuid=#66 name=loose description=of loose state=Enabled vip_uuid=#60 vip_ip=172.16.0.4 create_date=2021-03-05T00:07:02 last_op_date=2021-03-05T00:07:03
global_config: category=image name=deletionPolicy value=Direct
hosts: uuid=#3 zone_uuid=#1 cluster_uuid=#2 name=host description=of host management_ip=10.9.8.7 hypervisor_type=Simulator state=Disabled status=Disconnected cpu_num=7
   cpu_sockets=5 memory_size=1234 architecture=aarch64 create_date=2021-03-05T00:07:03 last_op_date=2021-03-05T00:07:04 username=someone ssh_port=2222 is_reachable=0
hosts: uuid=#dead zone_uuid=#1 cluster_uuid=#2 name=host-00000000 management_ip=10.0.0.3 hypervisor_type=Simulator state=Enabled status=Connected cpu_num=32
   cpu_sockets=2 memory_size=137438953472 architecture=aarch64 is_reachable=1
hosts: uuid=~649c25 zone_uuid=#1 cluster_uuid=#dead name=host-649c25a9 management_ip=10.0.0.4 hypervisor_type=KVM state=Enabled status=Connected cpu_num=32 cpu_sockets=2
   memory_size=137438953472 architecture=x86_64 is_reachable=1
image_backup_storage_refs: id=1 image_uuid=#11 backup_storage_uuid=#5 install_path=zstore://#11 status=Ready taken_bytes=20 export_bytes=0
   create_date=2021-03-05T00:07:17 last_op_date=2021-03-05T00:07:18
image_backup_storage_refs: id=2 image_uuid=#12 backup_storage_uuid=#5 install_path=/iso status=Ready export_url=http://x/iso export_md5_sum=~706099 taken_bytes=20
   export_bytes=20 export_format=iso create_date=2021-03-05T00:07:18 last_op_date=2021-03-05T00:07:19
image_backup_storage_refs: id=3 image_uuid=#14 backup_storage_uuid=#5 install_path=zstore://#11 status=Ready taken_bytes=0 export_bytes=0 create_date=2021-03-05T00:07:20
   last_op_date=2021-03-05T00:07:21
image_backup_storage_refs: id=4 image_uuid=#15 backup_storage_uuid=#5 install_path=zstore://#15 status=Ready taken_bytes=20 export_bytes=0
   create_date=2021-03-05T00:07:21 last_op_date=2021-03-05T00:07:22
image_backup_storage_refs: id=5 image_uuid=#16 backup_storage_uuid=#5 install_path=zstore://#16/#16 status=Downloading taken_bytes=1031798784 export_bytes=0
   create_date=2021-03-05T00:07:22 last_op_date=2021-03-05T00:07:23
image_backup_storage_refs: id=6 image_uuid=#17 backup_storage_uuid=#5 install_path=http://127.0.0.1:8080/emulator/v1/backup-storage/#5/image-uploads/~69ff82
   status=Downloading taken_bytes=0 export_bytes=0 create_date=2021-03-05T00:07:23
image_backup_storage_refs: id=7 image_uuid=#18 backup_storage_uuid=#5 install_path=zstore://#18/#18 status=Downloading taken_bytes=729808896 export_bytes=0
   create_date=2021-03-05T00:07:24 last_op_date=2021-03-05T00:07:25
image_backup_storage_refs: id=8 image_uuid=#19 backup_storage_uuid=#5 install_path= status=Creating taken_bytes=20 export_bytes=0 create_date=2021-03-05T00:07:25
   last_op_date=2021-03-05T00:07:26
image_backup_storage_refs: id=9 image_uuid=#1a backup_storage_uuid=#5 install_path= status=Creating taken_bytes=20 export_bytes=0 create_date=2021-03-05T00:07:26
   last_op_date=2021-03-05T00:07:27
image_backup_storage_refs: id=10 image_uuid=#1f backup_storage_uuid=#6 install_path= status=Creating taken_bytes=20 export_bytes=0 create_date=2021-03-05T00:07:31
   last_op_date=2021-03-05T00:07:32
image_backup_storage_refs: id=11 image_uuid=#20 backup_storage_uuid=#48 install_path= status=Downloading taken_bytes=0 export_bytes=0 create_date=2021-03-05T00:07:32
   last_op_date=2021-03-05T00:07:33
image_caches: id=1 primary_storage_uuid=#4 image_uuid=#11 install_url=ceph://disks/cache media_type=ISO size=7 md5sum=not calculated state=ready
   create_date=2021-03-05T00:07:03 last_op_date=2021-03-05T00:07:04
image_group_refs: id=1 image_group_uuid=#1c image_uuid=#11 create_date=2021-03-05T00:07:28 last_op_date=2021-03-05T00:07:29
image_group_refs: id=2 image_group_uuid=#1c image_uuid=#dead create_date=2021-03-05T00:07:28 last_op_date=2021-03-05T00:07:29
image_groups: uuid=#1c name=images together description=of images together status=Ready image_count=3 create_date=2021-03-05T00:07:28 last_op_date=2021-03-05T00:07:29
image_package_disks: image_package_uuid=#96 disk_index=0 file_name=package_of_nothing-disk1.vmdk content_id=package of nothing volume_format=qcow2 format=vmdk
   virtual_size=43 actual_size=43 sha256=44b952e32ec6a175006c548894c0ad892d1e0e85fa5bcd279b9aedde371c8f8c
image_package_disks: image_package_uuid=#95 disk_index=0 file_name=vm-disk1.vmdk content_id=root volume_format=raw format=vmdk virtual_size=100 actual_size=42
   sha256=ccabb0d9d9026e68bb38c6e4cf4b2bc3cebc9628bcc7c704ef8c469920d8d8a9
image_packages: uuid=#96 name=package of nothing description=of package of nothing backup_storage_uuid=#5 state=Exported
   export_url=http://127.0.0.1:8080/emulator/v1/backup-storage/#5/exports/#96/package-1e57b6d9ecf44447a2865201f9d8d9fd01aa8c71.ova md5_sum=~5b4f58 format=OVA size=43
   ovf=<?xml version="1… create_date=2021-03-05T00:07:00 last_op_date=2021-03-05T00:07:01
image_packages: uuid=#95 name=package description=of package vm_uuid=#51 backup_storage_uuid=#5 state=Exported export_url=http://x/package.ova md5_sum=~d2421d format=OVA
   size=42 ovf=<?xml version="1… create_date=2021-03-05T00:07:49 last_op_date=2021-03-05T00:07:50
image_replication_group_refs: backup_storage_uuid=#5 replication_group_uuid=#7 create_date=2021-03-05T00:07:07 last_op_date=2021-03-05T00:07:08
image_replication_groups: uuid=#7 name=copies description=of copies state=Disabled create_date=2021-03-05T00:07:07 last_op_date=2021-03-05T00:07:08
images: uuid=#11 name=image description=of image state=Disabled status=Ready size=30 actual_size=20 md5_sum=~5d25d8 url=http://x/i.qcow2 media_type=RootVolumeTemplate
   guest_os_type=Windows 11 type=zstack platform=Windows architecture=aarch64 format=raw system=1 virtio=1 content_id=image create_date=2021-03-05T00:07:17
   last_op_date=2021-03-05T00:07:18
images: uuid=#12 name=iso description=of iso state=Disabled status=Ready size=30 actual_size=20 md5_sum=~706099 url=http://x/i.qcow2 media_type=ISO guest_os_type=Windows
   11 type=zstack platform=Windows architecture=aarch64 format=iso system=1 virtio=1 content_id=iso create_date=2021-03-05T00:07:18 last_op_date=2021-03-05T00:07:19
images: uuid=#14 name=twin description=of twin state=Disabled status=Ready size=30 actual_size=20 md5_sum=~5d25d8 url=http://x/i.qcow2 media_type=RootVolumeTemplate
   guest_os_type=Windows 11 type=zstack platform=Windows architecture=aarch64 format=raw system=1 virtio=1 content_id=image create_date=2021-03-05T00:07:20
   last_op_date=2021-03-05T00:07:21
images: uuid=#15 name=twin description=of twin state=Disabled status=Ready size=30 actual_size=20 md5_sum=~09b7e8 url= media_type=RootVolumeTemplate
   guest_os_type=Windows 11 type=zstack architecture=aarch64 format=raw system=0 virtio=1 content_id=#15 create_date=2021-03-05T00:07:21 last_op_date=2021-03-05T00:07:22
images: uuid=#16 name=coming description=of coming state=Disabled status=Downloading size=0 actual_size=0 url=https://x/y media_type=RootVolumeTemplate
   guest_os_type=Windows 11 type=zstack platform=Windows architecture=aarch64 format=raw system=1 virtio=1 create_date=2021-03-05T00:07:22
   last_op_date=2021-03-05T00:07:23
images: uuid=#17 name=sent description=of sent state=Disabled status=Downloading size=0 actual_size=0 url=upload://y media_type=RootVolumeTemplate guest_os_type=Windows
   11 type=zstack platform=Windows architecture=aarch64 format=raw system=1 virtio=1 create_date=2021-03-05T00:07:23 last_op_date=2021-03-05T00:07:24
images: uuid=#18 name=stuck description=of stuck state=Disabled status=Downloading size=0 actual_size=0 url=ftp://x/y media_type=RootVolumeTemplate guest_os_type=Windows
   11 type=zstack platform=Windows architecture=aarch64 format=raw system=1 virtio=1 create_date=2021-03-05T00:07:24 last_op_date=2021-03-05T00:07:25
images: uuid=#19 name=made of a volume description=of made of a volume state=Disabled status=Creating size=30 actual_size=20 url=volume://#70
   media_type=RootVolumeTemplate guest_os_type=Windows 11 type=zstack platform=Windows architecture=aarch64 format=raw system=1 virtio=1 create_date=2021-03-05T00:07:25
   last_op_date=2021-03-05T00:07:26
images: uuid=#1a name=made of data description=of made of data state=Disabled status=Creating size=30 actual_size=20 url=volume://#52 media_type=RootVolumeTemplate
   guest_os_type=Windows 11 type=zstack platform=Windows architecture=aarch64 format=raw system=1 virtio=1 create_date=2021-03-05T00:07:26
   last_op_date=2021-03-05T00:07:27
images: uuid=#1f name=made elsewhere description=of made elsewhere state=Disabled status=Creating size=30 actual_size=20 url=volume://#70 media_type=RootVolumeTemplate
   guest_os_type=Windows 11 type=zstack platform=Windows architecture=aarch64 format=raw system=1 virtio=1 create_date=2021-03-05T00:07:31
   last_op_date=2021-03-05T00:07:32
images: uuid=#20 name=sent to sftp description=of sent to sftp state=Disabled status=Downloading size=0 actual_size=0 url=upload://z media_type=RootVolumeTemplate
   guest_os_type=Windows 11 type=zstack platform=Windows architecture=aarch64 format=raw system=1 virtio=1 create_date=2021-03-05T00:07:32
   last_op_date=2021-03-05T00:07:33
instance_offerings: uuid=#6a name=small description=of small cpu_num=3 cpu_speed=5 memory_size=77 reserved_memory_size=7 type=UserVm allocator_strategy=Mine sort_key=8
   state=Disabled create_date=2021-03-05T00:07:06 last_op_date=2021-03-05T00:07:07
ip_ranges: uuid=#624 l3_network_uuid=#6e name=outside-1 start_ip=172.16.0.2 end_ip=172.16.0.9 netmask=255.255.255.0 gateway=172.16.0.1 network_cidr=172.16.0.0/24
   ip_version=4 prefix_len=24 ip_range_type=Normal create_date=2021-03-05T00:07:10 last_op_date=2021-03-05T00:07:11 start_key=4ac100002 end_key=4ac100009
ip_ranges: uuid=#620 l3_network_uuid=#62 name=range description=of range start_ip=10.0.0.2 end_ip=10.0.0.20 netmask=255.255.255.0 gateway=10.0.0.1
   network_cidr=10.0.0.0/24 ip_version=4 prefix_len=24 ip_range_type=Normal create_date=2021-03-05T00:07:48 last_op_date=2021-03-05T00:07:49 start_key=40a000002
   end_key=40a000014
ip_ranges: uuid=#623 l3_network_uuid=#62 name=pool description=of pool start_ip=10.2.0.2 end_ip=10.2.0.3 netmask=255.255.255.0 gateway=10.2.0.2 network_cidr=10.2.0.0/24
   ip_version=4 prefix_len=24 ip_range_type=AddressPool create_date=2021-03-05T00:07:48 last_op_date=2021-03-05T00:07:49 start_key=40a020002 end_key=40a020003
ip_ranges: uuid=#621 l3_network_uuid=#62 name=of IPv6 description=of of IPv6 start_ip=2001:db8::2 end_ip=2001:db8::20 netmask=ffff:ffff:ffff:ffff:0:0:0:0
   gateway=2001:db8::1 network_cidr=2001:db8::/64 ip_version=6 prefix_len=64 ip_range_type=Normal create_date=2021-03-05T00:07:48 last_op_date=2021-03-05T00:07:49
   address_mode=SLAAC start_key=620010db8000000000000000000000002 end_key=620010db8000000000000000000000020
l2_network_clusters: l2_network_uuid=#61 cluster_uuid=#2 create_date=2021-03-05T00:07:47 last_op_date=2021-03-05T00:07:47
l2_networks: uuid=#61 name=l2 description=of l2 zone_uuid=#1 physical_interface=bond0 type=L2VlanNetwork v_switch_type=OvsDpdk virtual_network_id=77 isolated=1 pvlan=p
   create_date=2021-03-05T00:07:47 last_op_date=2021-03-05T00:07:48
l3_network_dns: l3_network_uuid=#62 dns=10.0.0.53 create_date=2021-03-05T00:07:48 last_op_date=2021-03-05T00:07:49
l3_network_host_routes: id=1 l3_network_uuid=#62 prefix=10.1.0.0/16 nexthop=10.0.0.254 create_date=2021-03-05T00:07:48 last_op_date=2021-03-05T00:07:49
l3_networks: uuid=#6d name=l3 without ranges description=of l3 without ranges type=L3BasicNetwork zone_uuid=#1 l2_network_uuid=#61 state=Enabled system=0
   category=Private ip_version=6 enable_ipam=1 isolated=1 create_date=2021-03-05T00:07:09 last_op_date=2021-03-05T00:07:10
l3_networks: uuid=#6e name=outside description=of outside type=L3BasicNetwork zone_uuid=#1 l2_network_uuid=#61 state=Enabled system=0 category=Private ip_version=4
   enable_ipam=1 isolated=1 create_date=2021-03-05T00:07:10 last_op_date=2021-03-05T00:07:11
l3_networks: uuid=#62 name=l3 description=of l3 type=L3BasicNetwork zone_uuid=#1 l2_network_uuid=#61 state=Disabled dns_domain=example.com system=0 category=Public
   ip_version=46 enable_ipam=0 isolated=1 create_date=2021-03-05T00:07:48 last_op_date=2021-03-05T00:07:49
local_volumes: volume_uuid=#74 host_uuid=#3
long_jobs: uuid=#b3 name=job of coming api_id=#b31 job_name=APIAddImageMsg job_data={"name":"coming","description":"of
   coming","url":"https://x/y","mediaType":"RootVolumeTemplate","guestOsType":"Windows
   11","architecture":"aarch64","system":true,"format":"raw","platform":"Windows","backupStorageUuids":["#5"],"virtio":true,"resourceUuid":"#16","systemTags":[],"userTags":[]} state=Running target_resource_uuid=#16 management_node_uuid=~63f38e inner_job_uuid=~56a424
long_jobs: uuid=#b4 name=job of sent api_id=~c0dc42 job_name=APIAddImageMsg job_data={"name":"sent","description":"of
   sent","url":"upload://y","mediaType":"RootVolumeTemplate","guestOsType":"Windows
   11","architecture":"aarch64","system":true,"format":"raw","platform":"Windows","backupStorageUuids":["#5"],"virtio":true,"resourceUuid":"#17","systemTags":[],"userTags":[]} state=Running target_resource_uuid=#17 management_node_uuid=~63f38e inner_job_uuid=~8e5683
long_jobs: uuid=#b1 name=job description=of job api_id=#b11 job_name=APIAddImageMsg job_data={"a":1} job_result=why state=Failed target_resource_uuid=#11
   management_node_uuid=~63f38e inner_job_uuid=~f5525f execute_time=12 done_date=2021-03-05T00:07:28 create_date=2021-03-05T00:07:27 last_op_date=2021-03-05T00:07:28
long_jobs: uuid=#b2 name=odd job description=of odd job api_id=~667914 job_name=unknown job_data={} job_result={"success":true} state=Succeeded
   target_resource_uuid=#dead management_node_uuid=~63f38e inner_job_uuid=~3f9818 execute_time=1 done_date=2021-03-05T00:07:29 create_date=2021-03-05T00:07:28
   last_op_date=2021-03-05T00:07:29
network_service_refs: l3_network_uuid=#62 network_service_provider_uuid=~022fab network_service_type=DHCP
network_service_refs: l3_network_uuid=#62 network_service_provider_uuid=~022fab network_service_type=Eip
policies: uuid=~3fd128 account_uuid=#a1 name=DEFAULT-READ create_date=2021-03-05T00:07:11 last_op_date=2021-03-05T00:07:11
policies: uuid=~15bbc8 account_uuid=#a2 name=DEFAULT-READ create_date=2021-03-05T00:07:12 last_op_date=2021-03-05T00:07:12
policies: uuid=#31 account_uuid=#a1 name=policy statements=[{"name":"s","effect":"Deny","principals":["p"],"actions":["a"],"resources":["r"]}]
   create_date=2021-03-05T00:07:49 last_op_date=2021-03-05T00:07:50
primary_storage_clusters: primary_storage_uuid=#4 cluster_uuid=#2
primary_storage_clusters: primary_storage_uuid=#4 cluster_uuid=#dead
primary_storages: uuid=#4 zone_uuid=#1 name=disks url=ceph://disks description=of disks type=Ceph state=Disabled status=Disconnected mount_path=/mnt fsid=fs-1
   total_capacity=10000 available_capacity=4000 total_physical_capacity=11000 available_physical_capacity=5236 system_used_capacity=5650 is_reachable=0
   create_date=2021-03-05T00:07:04 last_op_date=2021-03-05T00:07:05 root_volume_pool=pool data_volume_pool=pool image_cache_pool=pool
primary_storages: uuid=#45 zone_uuid=#1 name=local url=/local description=of local type=LocalStorage state=Enabled status=Connecting total_capacity=100
   available_capacity=30 total_physical_capacity=100 available_physical_capacity=60 system_used_capacity=20 is_reachable=1 create_date=2021-03-05T00:07:19
   last_op_date=2021-03-05T00:07:20
primary_storages: uuid=#46 zone_uuid=#1 name=promises more url=nfs:/x description=of promises more type=NFS state=Maintenance status=Connected total_capacity=100
   available_capacity=100 total_physical_capacity=100 available_physical_capacity=100 system_used_capacity=0 is_reachable=1 create_date=2021-03-05T00:07:20
   last_op_date=2021-03-05T00:07:21
quotas: uuid=~d80d7d name=image.num identity_uuid=#a1 identity_type=AccountVO value=3 create_date=2021-03-05T00:07:11 last_op_date=2021-03-05T00:07:11
quotas: uuid=~b11781 name=image.size identity_uuid=#a1 identity_type=AccountVO value=10995116277760 create_date=2021-03-05T00:07:11 last_op_date=2021-03-05T00:07:11
quotas: uuid=~165f6e name=volume.data.num identity_uuid=#a1 identity_type=AccountVO value=40 create_date=2021-03-05T00:07:11 last_op_date=2021-03-05T00:07:11
quotas: uuid=~a6e875 name=volume.capacity identity_uuid=#a1 identity_type=AccountVO value=10995116277760 create_date=2021-03-05T00:07:11 last_op_date=2021-03-05T00:07:11
quotas: uuid=~ceb7e2 name=snapshot.volume.num identity_uuid=#a1 identity_type=AccountVO value=200 create_date=2021-03-05T00:07:11 last_op_date=2021-03-05T00:07:11
quotas: uuid=~b3b549 name=vm.totalNum identity_uuid=#a1 identity_type=AccountVO value=20 create_date=2021-03-05T00:07:11 last_op_date=2021-03-05T00:07:11
quotas: uuid=~ceb122 name=vm.num identity_uuid=#a1 identity_type=AccountVO value=20 create_date=2021-03-05T00:07:11 last_op_date=2021-03-05T00:07:11
quotas: uuid=~972a32 name=vm.cpuNum identity_uuid=#a1 identity_type=AccountVO value=80 create_date=2021-03-05T00:07:11 last_op_date=2021-03-05T00:07:11
quotas: uuid=~4d7040 name=vm.memorySize identity_uuid=#a1 identity_type=AccountVO value=85899345920 create_date=2021-03-05T00:07:11 last_op_date=2021-03-05T00:07:11
quotas: uuid=~c91732 name=l3.num identity_uuid=#a1 identity_type=AccountVO value=20 create_date=2021-03-05T00:07:11 last_op_date=2021-03-05T00:07:11
quotas: uuid=~78e86b name=securityGroup.num identity_uuid=#a1 identity_type=AccountVO value=20 create_date=2021-03-05T00:07:11 last_op_date=2021-03-05T00:07:11
quotas: uuid=~34920b name=ssh_key_pair.num identity_uuid=#a1 identity_type=AccountVO value=20 create_date=2021-03-05T00:07:11 last_op_date=2021-03-05T00:07:11
quotas: uuid=~884a17 name=vip.num identity_uuid=#a1 identity_type=AccountVO value=4 create_date=2021-03-05T00:07:11 last_op_date=2021-03-05T00:07:11
quotas: uuid=~07086b name=eip.num identity_uuid=#a1 identity_type=AccountVO value=20 create_date=2021-03-05T00:07:11 last_op_date=2021-03-05T00:07:11
reserved_ip_ranges: uuid=#622 l3_network_uuid=#62 start_ip=10.0.0.8 end_ip=10.0.0.9 ip_version=4 create_date=2021-03-05T00:07:48 last_op_date=2021-03-05T00:07:49
resource_configs: uuid=~96ce58 category=backupStorage name=reservedCapacity resource_uuid=#5 resource_type=BackupStorageVO value=1G
security_group_l3_networks: uuid=~881001 security_group_uuid=#68 l3_network_uuid=#62 create_date=2021-03-05T00:07:04 last_op_date=2021-03-05T00:07:05
security_group_rules: uuid=~d0ec8d security_group_uuid=#68 type=Ingress ip_version=4 protocol=ALL state=Enabled priority=0 description=default rule action=ACCEPT
   remote_security_group_uuid=#68 allowed_cidr=0.0.0.0/0 create_date=2021-03-05T00:07:04 last_op_date=2021-03-05T00:07:04
security_group_rules: uuid=~f65bba security_group_uuid=#68 type=Egress ip_version=4 protocol=ALL state=Enabled priority=0 description=default rule action=ACCEPT
   remote_security_group_uuid=#68 allowed_cidr=0.0.0.0/0 create_date=2021-03-05T00:07:04 last_op_date=2021-03-05T00:07:04
security_group_rules: uuid=~92c590 security_group_uuid=#68 type=Ingress ip_version=6 protocol=ALL state=Enabled priority=0 description=default rule action=ACCEPT
   remote_security_group_uuid=#68 allowed_cidr=::/0 create_date=2021-03-05T00:07:04 last_op_date=2021-03-05T00:07:04
security_group_rules: uuid=~f1bb64 security_group_uuid=#68 type=Egress ip_version=6 protocol=ALL state=Enabled priority=0 description=default rule action=ACCEPT
   remote_security_group_uuid=#68 allowed_cidr=::/0 create_date=2021-03-05T00:07:04 last_op_date=2021-03-05T00:07:04
security_group_rules: uuid=~3ee74b security_group_uuid=#69 type=Ingress ip_version=4 protocol=ALL state=Enabled priority=0 description=default rule action=ACCEPT
   remote_security_group_uuid=#69 allowed_cidr=0.0.0.0/0 create_date=2021-03-05T00:07:05 last_op_date=2021-03-05T00:07:05
security_group_rules: uuid=~9e9080 security_group_uuid=#69 type=Egress ip_version=4 protocol=ALL state=Enabled priority=0 description=default rule action=ACCEPT
   remote_security_group_uuid=#69 allowed_cidr=0.0.0.0/0 create_date=2021-03-05T00:07:05 last_op_date=2021-03-05T00:07:05
security_group_rules: uuid=~335258 security_group_uuid=#69 type=Ingress ip_version=6 protocol=ALL state=Enabled priority=0 description=default rule action=ACCEPT
   remote_security_group_uuid=#69 allowed_cidr=::/0 create_date=2021-03-05T00:07:05 last_op_date=2021-03-05T00:07:05
security_group_rules: uuid=~2aa6fc security_group_uuid=#69 type=Egress ip_version=6 protocol=ALL state=Enabled priority=0 description=default rule action=ACCEPT
   remote_security_group_uuid=#69 allowed_cidr=::/0 create_date=2021-03-05T00:07:05 last_op_date=2021-03-05T00:07:05
security_group_rules: uuid=~d64c42 security_group_uuid=#68 type=Ingress ip_version=4 protocol=TCP state=Enabled priority=1 src_ip_range=10.0.0.1 dst_port_range=22
   action=ACCEPT allowed_cidr=0.0.0.0/0 create_date=2021-03-05T00:07:04 last_op_date=2021-03-05T00:07:04
security_group_rules: uuid=~2a0c09 security_group_uuid=#68 type=Ingress ip_version=4 protocol=ICMP state=Enabled priority=2 action=ACCEPT remote_security_group_uuid=#69
   allowed_cidr=0.0.0.0/0 create_date=2021-03-05T00:07:04 last_op_date=2021-03-05T00:07:04
security_group_rules: uuid=~f4f49c security_group_uuid=#68 type=Egress ip_version=6 protocol=UDP state=Disabled priority=1 description=second dst_ip_range=::1
   dst_port_range=53 action=DROP allowed_cidr=::/0 create_date=2021-03-05T00:07:04 last_op_date=2021-03-05T00:07:04
security_groups: uuid=#68 name=group description=of group state=Disabled create_date=2021-03-05T00:07:04 last_op_date=2021-03-05T00:07:05
security_groups: uuid=#69 name=second group description=of second group state=Enabled create_date=2021-03-05T00:07:05 last_op_date=2021-03-05T00:07:06
shared_resources: id=1 owner_account_uuid=~36c27e receiver_account_uuid=#a2 to_public=0 resource_type=ImageVO resource_uuid=#11 create_date=2021-03-05T00:07:17
   last_op_date=2021-03-05T00:07:17
shared_resources: id=2 owner_account_uuid=~36c27e to_public=1 resource_type=ImageVO resource_uuid=#12 create_date=2021-03-05T00:07:18 last_op_date=2021-03-05T00:07:18
ssh_key_pairs: uuid=#6c name=key description=of key public_key=ssh-rsa AAAA create_date=2021-03-05T00:07:08 last_op_date=2021-03-05T00:07:09
system_tags: uuid=~1c72a6 resource_uuid=#51 resource_type=VmInstanceVO tag=qemuga create_date=2021-03-05T00:07:31 last_op_date=2021-03-05T00:07:31 inherent=0
system_tags: uuid=~81afe7 resource_uuid=#11 resource_type=ImageVO tag=bootMode::UEFI create_date=2021-03-05T00:07:17 last_op_date=2021-03-05T00:07:17 inherent=0
tag_patterns: uuid=#41 name=pattern value=v::{a} description=of pattern color=#FF0000 type=withToken create_date=2021-03-05T00:07:15 last_op_date=2021-03-05T00:07:16
trash: trash_id=1 resource_uuid=#dead resource_type=ImageVO storage_uuid=#4 storage_type=PrimaryStorage install_path=ceph://disks/old is_folder=1 hypervisor_type=KVM
   size=9 trash_type=MigrateVolume create_date=2021-03-05T00:07:05 host_uuid=#3
trash: trash_id=2 resource_uuid=#dead resource_type=ImageVO storage_uuid=#5 storage_type=BackupStorage install_path=/old is_folder=1 size=11 trash_type=MigrateImage
   create_date=2021-03-05T00:07:06
uploads: image_uuid=#17 backup_storage_uuid=#5 key=#17 job_uuid=~8e5683 received= upload_url=http://127.0.0.1:8080/emulator/v1/backup-storage/#5/image-uploads/~69ff82
used_ips: uuid=~2d1b60 ip_range_uuid=#620 l3_network_uuid=#62 ip_version=4 ip=10.0.0.8 netmask=255.255.255.0 gateway=10.0.0.1 used_for=Reserved meta_data=#622
   ip_in_long=167772168 create_date=2021-03-05T00:07:48 last_op_date=2021-03-05T00:07:48 ip_key=40a000008
used_ips: uuid=~73a24c ip_range_uuid=#620 l3_network_uuid=#62 ip_version=4 ip=10.0.0.9 netmask=255.255.255.0 gateway=10.0.0.1 used_for=Reserved meta_data=#622
   ip_in_long=167772169 create_date=2021-03-05T00:07:48 last_op_date=2021-03-05T00:07:48 ip_key=40a000009
used_ips: uuid=~41fd5e ip_range_uuid=#624 l3_network_uuid=#6e ip_version=4 ip=172.16.0.4 netmask=255.255.255.0 gateway=172.16.0.1 ip_in_long=2886729732
   create_date=2020-12-31T13:02:03 last_op_date=2020-12-31T13:02:03 ip_key=4ac100004
used_ips: uuid=~e00e6f ip_range_uuid=#624 l3_network_uuid=#6e ip_version=4 ip=172.16.0.3 netmask=255.255.255.0 gateway=172.16.0.1 ip_in_long=2886729731
   create_date=2021-03-05T00:07:49 last_op_date=2021-03-05T00:07:49 ip_key=4ac100003
used_ips: uuid=~1744a1 ip_range_uuid=#620 l3_network_uuid=#62 ip_version=4 ip=10.0.0.6 netmask=255.255.255.0 gateway=10.0.0.1 ip_in_long=167772166 vm_nic_uuid=#51e
   create_date=2021-03-05T00:07:31 last_op_date=2021-03-05T00:07:31 ip_key=40a000006
used_ips: uuid=~99cc53 ip_range_uuid=#621 l3_network_uuid=#62 ip_version=6 ip=2001:db8::6 netmask=ffff:ffff:ffff:ffff:0:0:0:0 gateway=2001:db8::1 ip_in_long=0
   vm_nic_uuid=#51e create_date=2021-03-05T00:07:31 last_op_date=2021-03-05T00:07:31 ip_key=620010db8000000000000000000000006
user_group_policies: id=1 group_uuid=#21 policy_uuid=#31 create_date=2021-03-05T00:07:33 last_op_date=2021-03-05T00:07:33
user_group_users: id=1 user_uuid=#22 group_uuid=#21 create_date=2021-03-05T00:07:34 last_op_date=2021-03-05T00:07:34
user_groups: uuid=#21 account_uuid=#a1 name=team description=of team create_date=2021-03-05T00:07:33 last_op_date=2021-03-05T00:07:34
user_policies: id=1 user_uuid=#22 policy_uuid=~3fd128 create_date=2021-03-05T00:07:34 last_op_date=2021-03-05T00:07:34
user_policies: id=2 user_uuid=#22 policy_uuid=#31 create_date=2021-03-05T00:07:34 last_op_date=2021-03-05T00:07:34
user_tags: uuid=~95b278 resource_uuid=#11 resource_type=ImageVO tag=plain create_date=2021-03-05T00:07:17 last_op_date=2021-03-05T00:07:17
user_tags: uuid=~5ef857 resource_uuid=#11 resource_type=ImageVO tag=v::one create_date=2021-03-05T00:07:17 last_op_date=2021-03-05T00:07:17 tag_pattern_uuid=#41
users: uuid=#22 account_uuid=#a1 name=person description=of person password_hash=~d97ca2:9793d4ae… create_date=2021-03-05T00:07:34 last_op_date=2021-03-05T00:07:35
vips: uuid=#60 name=second vip description=of second vip state=Enabled l3_network_uuid=#6e ip_range_uuid=#624 used_ip_uuid=~41fd5e ip=172.16.0.4 netmask=255.255.255.0
   gateway=172.16.0.1 prefix_len=24 system=0 create_date=2020-12-31T13:02:03 last_op_date=2021-01-09T12:00:00
vips: uuid=#63 name=vip description=of vip state=Disabled l3_network_uuid=#6e ip_range_uuid=#624 used_ip_uuid=~e00e6f ip=172.16.0.3 netmask=255.255.255.0
   gateway=172.16.0.1 prefix_len=24 system=1 create_date=2021-03-05T00:07:49 last_op_date=2021-03-05T00:07:50
vm_cd_roms: uuid=~c36582 vm_instance_uuid=#51 name=vm-#51-cdRom device_id=0 iso_uuid=#12 iso_install_path=iso://#12 create_date=2021-03-05T00:07:31
   last_op_date=2021-03-05T00:07:32
vm_cd_roms: uuid=~879f79 vm_instance_uuid=#51 name=drive device_id=1 iso_uuid=#12 iso_install_path=iso://#12 create_date=2021-03-05T00:07:31
   last_op_date=2021-03-05T00:07:32 description=of a drive
vm_cd_roms: uuid=~cf4e3b vm_instance_uuid=#51 name=vm-#51-cdRom device_id=2 create_date=2021-03-05T00:07:31 last_op_date=2021-03-05T00:07:32
vm_instances: uuid=#51 name=vm description=of vm zone_uuid=#1 cluster_uuid=#2 image_uuid=#11 last_host_uuid=#dead instance_offering_uuid=#6a platform=Other
   architecture=aarch64 guest_os_type=Plan 9 virtio=1 type=UserVm hypervisor_type=KVM memory_size=4096 cpu_num=9 state=Stopped create_date=2021-03-05T00:07:31
   last_op_date=2021-03-05T00:07:32 default_l3_network_uuid=#62 reserved_memory_size=512 cpu_speed=5 allocator_strategy=Mine
vm_instances: uuid=#53 name=bare description=of bare zone_uuid=#1 image_uuid=#11 platform=Other architecture=x86_64 guest_os_type=Linux virtio=1 type=UserVm
   hypervisor_type=KVM memory_size=0 cpu_num=1 state=Running create_date=2021-03-05T00:07:33 last_op_date=2021-03-05T00:07:34 reserved_memory_size=0 cpu_speed=0
vm_nic_security_groups: uuid=~84b443 vm_nic_uuid=#51e vm_instance_uuid=#51 security_group_uuid=#68 priority=1 create_date=2021-03-05T00:07:31
   last_op_date=2021-03-05T00:07:32
vm_nic_security_groups: uuid=~6d2385 vm_nic_uuid=#51e vm_instance_uuid=#51 security_group_uuid=#69 priority=2 create_date=2021-03-05T00:07:31
   last_op_date=2021-03-05T00:07:32
vm_nic_security_policies: uuid=~b6303a vm_nic_uuid=#51e ingress_policy=ALLOW egress_policy=DENY create_date=2021-03-05T00:07:31 last_op_date=2021-03-05T00:07:32
vm_nics: uuid=#51e vm_instance_uuid=#51 l3_network_uuid=#62 used_ip_uuid=~1744a1 ip=10.0.0.6 mac=fa:00:00:00:00:01 hypervisor_type=KVM netmask=255.255.255.0
   gateway=10.0.0.1 ip_version=4 driver_type=e1000 internal_name=vnic1.3 device_id=3 type=VNIC state=disable create_date=2021-03-05T00:07:31
   last_op_date=2021-03-05T00:07:32
volume_backup_storage_refs: volume_backup_uuid=#90 backup_storage_uuid=#5 install_path=/backup status=Ready taken_bytes=40 create_date=2021-03-05T00:07:44
   last_op_date=2021-03-05T00:07:45
volume_backup_storage_refs: volume_backup_uuid=#91 backup_storage_uuid=#5 install_path=zstore://#dead/#91 status=Ready taken_bytes=41 create_date=2021-03-05T00:07:45
   last_op_date=2021-03-05T00:07:46
volume_backups: uuid=#90 name=backup description=of backup volume_uuid=#70 vm_instance_uuid=#51 type=Root state=Disabled status=Ready mode=incremental size=40
   metadata={} content_id=backup format=raw virtual_size=100 actual_size=40 create_date=2021-03-05T00:07:44 last_op_date=2021-03-05T00:07:45
volume_backups: uuid=#91 name=backup of nothing description=of backup of nothing volume_uuid=#dead vm_instance_uuid=#dead type=Data state=Enabled status=Ready mode=full
   size=41 content_id=backup of nothing format=qcow2 virtual_size=41 actual_size=41 create_date=2021-03-05T00:07:45 last_op_date=2021-03-05T00:07:46
volume_snapshot_group_refs: volume_snapshot_uuid=#80 volume_snapshot_group_uuid=#13 snapshot_deleted=0 device_id=6 volume_uuid=#52 volume_name=then volume_type=Data
   volume_snapshot_install_path=ceph://disks/then volume_snapshot_name=first then volume_last_attach_date=2021-03-05T00:07:09 create_date=2021-03-05T00:07:19
   last_op_date=2021-03-05T00:07:20
volume_snapshot_group_refs: volume_snapshot_uuid=#dead volume_snapshot_group_uuid=#13 snapshot_deleted=1 device_id=0 volume_uuid=#52 volume_name=data volume_type=Data
   volume_snapshot_install_path= volume_snapshot_name=#dead create_date=2021-03-05T00:07:19 last_op_date=2021-03-05T00:07:20
volume_snapshot_groups: uuid=#13 name=all at once description=of all at once snapshot_count=3 vm_instance_uuid=#51 create_date=2021-03-05T00:07:19
   last_op_date=2021-03-05T00:07:20
volume_snapshot_trees: uuid=#7f0 volume_uuid=#52 current=0 create_date=2021-03-05T00:07:28 last_op_date=2021-03-05T00:07:39 status=Completed
volume_snapshot_trees: uuid=#7f1 volume_uuid=#52 current=1 create_date=2021-03-05T00:07:30 last_op_date=2021-03-05T00:07:39 status=Completed
volume_snapshots: uuid=#80 name=first description=of first type=Storage volume_uuid=#52 tree_uuid=#7f0 primary_storage_uuid=#4
   primary_storage_install_path=ceph://disks/first volume_type=Data format=raw latest=0 size=3 distance=0 state=Disabled status=Ready group_uuid=#13 content_id=first
   virtual_size=200 actual_size=3 create_date=2021-03-05T00:07:28 last_op_date=2021-03-05T00:07:29
volume_snapshots: uuid=#82 name=third description=of third type=Storage volume_uuid=#52 tree_uuid=#7f1 primary_storage_uuid=#4
   primary_storage_install_path=ceph://pool/#52@#82 volume_type=Data format=raw latest=0 size=5 distance=1 state=Enabled status=Ready content_id=third virtual_size=200
   actual_size=8 create_date=2021-03-05T00:07:30 last_op_date=2021-03-05T00:07:31
volume_snapshots: uuid=#81 name=second description=of second type=Storage volume_uuid=#52 tree_uuid=#7f0 parent_uuid=#80 primary_storage_uuid=#4
   primary_storage_install_path=ceph://pool/#52@#81 volume_type=Data format=raw latest=1 size=4 distance=1 state=Enabled status=Ready content_id=second virtual_size=200
   actual_size=12 create_date=2021-03-05T00:07:29 last_op_date=2021-03-05T00:07:30
volume_snapshots: uuid=#8a name=fourth description=of fourth type=Storage volume_uuid=#52 tree_uuid=#7f1 parent_uuid=#82 primary_storage_uuid=#4
   primary_storage_install_path=ceph://pool/#52@#8a volume_type=Data format=raw latest=1 size=6 distance=2 state=Enabled status=Creating content_id=fourth
   virtual_size=200 actual_size=18 create_date=2021-03-05T00:07:38 last_op_date=2021-03-05T00:07:39
volumes: uuid=#70 name=root description=of root primary_storage_uuid=#4 vm_instance_uuid=#51 disk_offering_uuid=#6b root_image_uuid=#12 install_path=ceph://disks/root
   type=Root format=raw size=100 actual_size=60 device_id=0 state=Disabled status=Ready is_shareable=0 content_id=root layer_size=60 last_detach_date=2021-03-05T00:07:08
   last_vm_instance_uuid=#53 last_attach_date=2021-03-05T00:07:07 create_date=2021-03-05T00:07:12 last_op_date=2021-03-05T00:07:13
volumes: uuid=#71 name=bare root description=of bare root primary_storage_uuid=#4 vm_instance_uuid=#53 install_path=ceph://pool/#71 type=Root format=raw size=10
   actual_size=0 device_id=0 state=Enabled status=Ready is_shareable=0 content_id=bare root layer_size=0 create_date=2021-03-05T00:07:13 last_op_date=2021-03-05T00:07:14
volumes: uuid=#72 name=not yet description=of not yet type=Data size=5 actual_size=0 state=Enabled status=NotInstantiated is_shareable=0 content_id=not yet layer_size=0
   create_date=2021-03-05T00:07:14 last_op_date=2021-03-05T00:07:15
volumes: uuid=#73 name=gone description=of gone primary_storage_uuid=#4 install_path=ceph://pool/#73 type=Data format=raw size=6 actual_size=0 state=Enabled
   status=Deleted is_shareable=0 content_id=gone layer_size=0 create_date=2021-03-05T00:07:15 last_op_date=2021-03-05T00:07:16
volumes: uuid=#74 name=local description=of local primary_storage_uuid=#45 install_path=/local/dataVolumes/acct-~36c27e/vol-#74/#74.qcow2 type=Data format=qcow2 size=50
   actual_size=20 state=Enabled status=Ready is_shareable=0 content_id=local layer_size=20 create_date=2021-03-05T00:07:16 last_op_date=2021-03-05T00:07:17
volumes: uuid=#52 name=data description=of data primary_storage_uuid=#4 vm_instance_uuid=#51 disk_offering_uuid=#dead root_image_uuid=#dead install_path=ceph://pool/#52
   type=Data format=raw size=200 actual_size=50 device_id=5 state=Enabled status=Ready is_shareable=1 volume_qos=read=1 content_id=data layer_size=20
   last_vm_instance_uuid=#dead create_date=2021-03-05T00:07:32 last_op_date=2021-03-05T00:07:33
webhooks: uuid=#8 name=hook description=of hook url=http://hooks.example.com/x type=Other opaque=o create_date=2021-03-05T00:07:08 last_op_date=2021-03-05T00:07:09
zones: uuid=#1 name=zone description=of zone state=Disabled type=zstack is_default=1 create_date=2021-03-05T00:07:01 last_op_date=2021-03-05T00:07:02
jobs: uuid=~70994e operation=CreateVolumeSnapshot account_uuid=~36c27e state=Running context={"request":{"name":"fourth","description":"of
   fourth","resourceUuid":"#8a","systemTags":[],"userTags":[],"ownerUuid":"~36c27e","volumeUuid":"#52"},"snapshotUuid":"#8a"} wants_schema=0
jobs: uuid=~56a424 operation=AddImage account_uuid=~36c27e state=Running context={"request":{"name":"coming","description":"of
   coming","url":"https://x/y","mediaType":"RootVolumeTemplate","guestOsType":"Windows
   11","architecture":"aarch64","system":true,"format":"raw","platform":"Windows","backupStorageUuids":["#5"],"virtio":true,"resourceUuid":"#16","systemTags":[],"userTags":[],"ownerUuid":"~36c27e","controlUrl":"http://127.0.0.1:8080/emulator/v1"},"imageUuid":"#16"} wants_schema=0
jobs: uuid=~8e5683 operation=AddImage account_uuid=~36c27e state=Succeeded context={"request":{"url":"upload://y"},"imageUuid":"#17"} result={} wants_schema=0
jobs: uuid=~bc6038 operation=CreateRootVolumeTemplateFromRootVolume account_uuid=~36c27e state=Running
   context={"imageUuid":"#19","estimate":20,"contentId":"root","request":{"name":"made of a volume","description":"of made of a
   volume","resourceUuid":"#19","backupStorageUuids":["#5"],"systemTags":[],"userTags":[],"ownerUuid":"~36c27e","guestOsType":"Windows
   11","platform":"Windows","architecture":"aarch64","virtio":true,"system":true,"rootVolumeUuid":"#70"}} wants_schema=0
tasks: id=1 flow=purge-jobs step=run subject=all due_date=now+3600000
tasks: id=2 job_uuid=~70994e flow=create-volume-snapshot step=finish-snapshot due_date=now+2000 length=2000
tasks: id=3 job_uuid=~56a424 flow=add-image step=finish-download subject=#5 due_date=now+4970 length=4970
tasks: id=4 flow=long-job-timeout step=run subject=#b3 due_date=now+259200000
tasks: id=5 flow=watch-upload step=run subject=#17-#5 due_date=now+30000
tasks: id=6 flow=long-job-timeout step=run subject=#b4 due_date=now+259200000
tasks: id=7 job_uuid=~bc6038 flow=create-root-volume-template step=start-creating-template subject=#5 due_date=now+51 length=51
tasks: id=8 flow=expunge-deleted-volumes step=run subject=all due_date=now+3600000
`;

test('every field that a seed says has its place in the world', async () => {
  const { text } = await captured({ ...WHOLE, ...MACHINES });
  const emulator = await startSeed(text);
  expect(rowsInShort(emulator, ['jobs', 'tasks'])).toEqual(asLines(ROWS));
});
