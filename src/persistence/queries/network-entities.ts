import { SERVICE_PROVIDERS } from '../../domain/network/service-provider.js';
import * as schema from '../schema/index.js';
import { entity, text, type Entity, type More } from './entity.js';
import { PEERS_OF_VIPS, providerOfVip, SERVICES_OF_VIPS, useOfVip } from './vips-in-use.js';

const VIPS = 'org.zstack.network.service.vip';

const AROUND_L2: Pick<More, 'relations' | 'shortcuts'> = {
  relations: {
    zone: ['zone', 'zone_uuid', 'uuid'],
    l3Network: ['l3Network', 'uuid', 'l2_network_uuid'],
    clusterRef: ['l2NetworkClusterRef', 'uuid', 'l2_network_uuid'],
  },
  shortcuts: { cluster: 'clusterRef.cluster', attachedClusterUuids: 'clusterRef.clusterUuid' },
};

const OF_L3 = { l3Network: ['l3Network', 'l3_network_uuid', 'uuid'] } as const;

const HIDDEN_OF_RANGES = ['startKey', 'endKey'];

/** The providers, as old as the world. */
const PROVIDER_ROWS = (() => {
  const quoted = JSON.stringify(
    SERVICE_PROVIDERS.map(({ uuid, name, description, type }) => ({
      uuid,
      name,
      description,
      type,
    })),
  ).replaceAll("'", "''");
  const born = `coalesce((select min("create_date") from "accounts"), 0)`;
  return `(select p.value ->> 'uuid' as "uuid", p.value ->> 'name' as "name", p.value ->> 'description' as "description", p.value ->> 'type' as "type", ${born} as "createDate", ${born} as "lastOpDate", p.key as "place" from json_each('${quoted}') p)`;
})();

/** Networks, their addresses and the NICs on them, and the offerings of VMs and disks. */
export const NETWORK_ENTITIES = {
  instanceOffering: entity(
    'org.zstack.header.configuration.InstanceOfferingInventory',
    schema.instanceOfferings,
    {
      ownedAs: 'InstanceOfferingVO',
      relations: { vmInstance: ['vmInstance', 'uuid', 'instance_offering_uuid'] },
    },
  ),
  diskOffering: entity(
    'org.zstack.header.configuration.DiskOfferingInventory',
    schema.diskOfferings,
    {
      ownedAs: 'DiskOfferingVO',
      relations: { volume: ['volume', 'uuid', 'disk_offering_uuid'] },
    },
  ),
  l2Network: entity(
    'org.zstack.header.network.l2.L2NetworkInventory',
    schema.l2Networks,
    AROUND_L2,
  ),
  l2VlanNetwork: entity('org.zstack.header.network.l2.L2VlanNetworkInventory', schema.l2Networks, {
    ...AROUND_L2,
    fields: { vlan: { column: 'virtual_network_id', kind: 'number' } },
    only: (alias) => `${alias}."type" = 'L2VlanNetwork'`,
  }),
  l2NetworkClusterRef: entity(
    'org.zstack.header.network.l2.L2NetworkClusterRefInventory',
    schema.l2NetworkClusters,
    {
      key: 'cluster_uuid',
      relations: {
        cluster: ['cluster', 'cluster_uuid', 'uuid'],
        l2Network: ['l2Network', 'l2_network_uuid', 'uuid'],
      },
    },
  ),
  l3Network: entity('org.zstack.header.network.l3.L3NetworkInventory', schema.l3Networks, {
    ownedAs: 'L3NetworkVO',
    relations: {
      zone: ['zone', 'zone_uuid', 'uuid'],
      l2Network: ['l2Network', 'l2_network_uuid', 'uuid'],
      vmNic: ['vmNic', 'uuid', 'l3_network_uuid'],
      serviceProviderRef: ['networkServiceL3NetworkRef', 'uuid', 'l3_network_uuid'],
      usedIp: ['usedIp', 'uuid', 'l3_network_uuid'],
      dnsRef: ['l3NetworkDns', 'uuid', 'l3_network_uuid'],
      ipRanges: ['ipRange', 'uuid', 'l3_network_uuid'],
      networkServices: ['networkServiceL3NetworkRef', 'uuid', 'l3_network_uuid'],
      hostRoute: ['l3NetworkHostRoute', 'uuid', 'l3_network_uuid'],
      reservedIpRanges: ['reservedIpRange', 'uuid', 'l3_network_uuid'],
    },
    shortcuts: { serviceProvider: 'serviceProviderRef.serviceProvider', dns: 'dnsRef.dns' },
  }),
  l3NetworkDns: entity('org.zstack.header.network.l3.L3NetworkDnsInventory', schema.l3NetworkDns, {
    key: 'dns',
  }),
  l3NetworkHostRoute: entity(
    'org.zstack.header.network.l3.L3NetworkHostRouteInventory',
    schema.l3NetworkHostRoutes,
    { key: 'id' },
  ),
  networkServiceL3NetworkRef: entity(
    'org.zstack.header.network.service.NetworkServiceL3NetworkRefInventory',
    schema.networkServiceRefs,
    {
      key: 'network_service_type',
      relations: {
        ...OF_L3,
        serviceProvider: ['networkServiceProvider', 'network_service_provider_uuid', 'uuid'],
      },
    },
  ),
  networkServiceProvider: {
    javaClass: 'org.zstack.header.network.service.NetworkServiceProviderInventory',
    from: PROVIDER_ROWS,
    columns: {},
    key: 'uuid',
    rowKey: 'uuid',
    order: ['place'],
    fields: {
      uuid: { column: 'uuid', kind: 'uuid' },
      name: { column: 'name', kind: 'text' },
      description: { column: 'description', kind: 'text' },
      type: { column: 'type', kind: 'text' },
      createDate: { column: 'createDate', kind: 'date' },
      lastOpDate: { column: 'lastOpDate', kind: 'date' },
    },
    relations: {},
    shortcuts: {},
    visibleTo: 'everybody',
  },
  ipRange: entity('org.zstack.header.network.l3.IpRangeInventory', schema.ipRanges, {
    hidden: HIDDEN_OF_RANGES,
    relations: OF_L3,
  }),
  addressPool: entity('org.zstack.header.network.l3.AddressPoolInventory', schema.ipRanges, {
    hidden: HIDDEN_OF_RANGES,
    relations: OF_L3,
    only: (alias) => `${alias}."ip_range_type" = 'AddressPool'`,
  }),
  reservedIpRange: entity(
    'org.zstack.header.network.l3.ReservedIpRangeInventory',
    schema.reservedIpRanges,
    { relations: OF_L3 },
  ),
  usedIp: entity('org.zstack.header.network.l3.UsedIpInventory', schema.usedIps, {
    hidden: ['metaData', 'ipKey'],
    relations: { ...OF_L3, vmNic: ['vmNic', 'vm_nic_uuid', 'uuid'] },
  }),
  vmNic: entity('org.zstack.header.vm.VmNicInventory', schema.vmNics, {
    ownedAs: 'VmNicVO',
    hidden: ['usedIpUuid'],
    relations: {
      vmInstance: ['vmInstance', 'vm_instance_uuid', 'uuid'],
      ...OF_L3,
      usedIp: ['usedIp', 'uuid', 'vm_nic_uuid'],
      usedIps: ['usedIp', 'uuid', 'vm_nic_uuid'],
      eip: ['eip', 'uuid', 'vm_nic_uuid'],
      securityGroupRef: ['vmNicSecurityGroupRef', 'uuid', 'vm_nic_uuid'],
    },
    shortcuts: { securityGroup: 'securityGroupRef.securityGroup' },
  }),
  vip: entity(`${VIPS}.VipInventory`, schema.vips, {
    ownedAs: 'VipVO',
    hidden: ['usedIpUuid', 'ipRangeUuid'],
    fields: {
      serviceProvider: { column: providerOfVip, kind: 'text' },
      useFor: { column: useOfVip, kind: 'text' },
    },
    relations: {
      ...OF_L3,
      peerL3Network: ['vipPeerL3NetworkRef', 'uuid', 'vipUuid'],
      NetworkServicesRef: ['vipNetworkServicesRef', 'uuid', 'vipUuid'],
      servicesRefs: ['vipNetworkServicesRef', 'uuid', 'vipUuid'],
      usedIp: ['usedIp', 'used_ip_uuid', 'uuid'],
      eip: ['eip', 'uuid', 'vip_uuid'],
    },
  }),
  vipNetworkServicesRef: {
    javaClass: `${VIPS}.VipNetworkServicesRefInventory`,
    from: SERVICES_OF_VIPS,
    columns: {},
    key: 'uuid',
    rowKey: 'uuid',
    order: ['uuid'],
    fields: {
      uuid: { column: 'uuid', kind: 'uuid' },
      serviceType: text('serviceType'),
      vipUuid: { column: 'vipUuid', kind: 'uuid' },
      createDate: { column: 'createDate', kind: 'date' },
      lastOpDate: { column: 'lastOpDate', kind: 'date' },
    },
    relations: { vip: { to: 'vip', outer: 'vipUuid', inner: 'uuid' } },
    shortcuts: {},
    visibleTo: { resource: 'vipUuid' },
  },
  vipPeerL3NetworkRef: {
    javaClass: `${VIPS}.VipPeerL3NetworkRefInventory`,
    from: PEERS_OF_VIPS,
    columns: {},
    key: 'vipUuid',
    rowKey: 'vipUuid',
    order: ['vipUuid'],
    fields: {
      vipUuid: { column: 'vipUuid', kind: 'uuid' },
      l3NetworkUuid: { column: 'l3NetworkUuid', kind: 'uuid' },
      createDate: { column: 'createDate', kind: 'date' },
      lastOpDate: { column: 'lastOpDate', kind: 'date' },
    },
    relations: {
      vip: { to: 'vip', outer: 'vipUuid', inner: 'uuid' },
      l3Network: { to: 'l3Network', outer: 'l3NetworkUuid', inner: 'uuid' },
    },
    shortcuts: {},
    visibleTo: { resource: 'vipUuid' },
  },
  eip: entity('org.zstack.network.service.eip.EipInventory', schema.eips, {
    ownedAs: 'EipVO',
    relations: {
      vip: ['vip', 'vip_uuid', 'uuid'],
      vmNic: ['vmNic', 'vm_nic_uuid', 'uuid'],
    },
  }),
} as const satisfies Record<string, Entity>;
