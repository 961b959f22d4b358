/** The descriptor of a VM with one disk, as VMware's tools write them; `more`: what follows its hardware. */
export const ovfOf = ({
  name = 'appliance',
  items = '',
  disk = '',
} = {}): string => `<?xml version="1.0"?>
<ovf:Envelope xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"
  xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData"
  xmlns:vssd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData"
  xmlns:vmw="http://www.vmware.com/schema/ovf">
  <ovf:References><ovf:File ovf:id="file1" ovf:href="system.vmdk" ovf:size="1024"/></ovf:References>
  <ovf:DiskSection><ovf:Info/>
    <ovf:Disk ovf:diskId="system" ovf:fileRef="file1" ovf:capacity="20" ovf:capacityAllocationUnits="byte * 2^30"
      ovf:format="http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized" ovf:populatedSize="1024"/>${disk}
  </ovf:DiskSection>
  <ovf:NetworkSection><ovf:Info/><ovf:Network ovf:name="red-net"/></ovf:NetworkSection>
  <ovf:VirtualSystem ovf:id="vm"><ovf:Info/><ovf:Name>${name}</ovf:Name>
    <ovf:OperatingSystemSection ovf:id="107" ovf:version="7" vmw:osType="centos7_64Guest"><ovf:Info/>
      <ovf:Description>CentOS 7</ovf:Description></ovf:OperatingSystemSection>
    <ovf:VirtualHardwareSection><ovf:Info/>
      <ovf:System><vssd:ElementName>x</vssd:ElementName><vssd:InstanceID>0</vssd:InstanceID>
        <vssd:VirtualSystemType>vmx-18</vssd:VirtualSystemType></ovf:System>
      <ovf:Item><rasd:InstanceID>1</rasd:InstanceID><rasd:ResourceType>3</rasd:ResourceType>
        <rasd:VirtualQuantity>4</rasd:VirtualQuantity><vmw:CoresPerSocket>2</vmw:CoresPerSocket></ovf:Item>
      <ovf:Item><rasd:AllocationUnits>byte * 2^20</rasd:AllocationUnits><rasd:InstanceID>2</rasd:InstanceID>
        <rasd:ResourceType>4</rasd:ResourceType><rasd:VirtualQuantity>4096</rasd:VirtualQuantity></ovf:Item>
      <ovf:Item><rasd:Address>0</rasd:Address><rasd:InstanceID>3</rasd:InstanceID>
        <rasd:ResourceType>5</rasd:ResourceType></ovf:Item>
      <ovf:Item><rasd:ElementName>System Volume</rasd:ElementName><rasd:HostResource>ovf:/disk/system</rasd:HostResource>
        <rasd:InstanceID>4</rasd:InstanceID><rasd:Parent>3</rasd:Parent><rasd:ResourceType>17</rasd:ResourceType></ovf:Item>
      <ovf:Item><rasd:AutomaticAllocation>true</rasd:AutomaticAllocation><rasd:ElementName>CD</rasd:ElementName>
        <rasd:InstanceID>5</rasd:InstanceID><rasd:Parent>3</rasd:Parent>
        <rasd:ResourceSubType>vmware.cdrom.remotepassthrough</rasd:ResourceSubType><rasd:ResourceType>15</rasd:ResourceType></ovf:Item>
      <ovf:Item><rasd:AutomaticAllocation>true</rasd:AutomaticAllocation><rasd:Connection>red-net</rasd:Connection>
        <rasd:ElementName>nic-1</rasd:ElementName><rasd:InstanceID>6</rasd:InstanceID>
        <rasd:ResourceSubType>E1000</rasd:ResourceSubType><rasd:ResourceType>10</rasd:ResourceType></ovf:Item>${items}
      <vmw:Config ovf:required="false" vmw:key="firmware" vmw:value="efi"/>
    </ovf:VirtualHardwareSection>
  </ovf:VirtualSystem>
</ovf:Envelope>`;

export const asBase64 = (text: string): string => Buffer.from(text).toString('base64');
