import { uuidFromName } from '../../core/uuid.js';

/** Who can do services for networks: the same in every world, as each installation makes them when it starts. */
export interface NetworkServiceProvider {
  readonly uuid: string;
  readonly name: string;
  readonly description: string;
  readonly type: string;
  readonly services: readonly string[];
}

/** A provider as its query tells it. */
export type ProviderWithNetworks = Omit<NetworkServiceProvider, 'services'> & {
  readonly createDate: number;
  readonly lastOpDate: number;
  readonly l2NetworkUuids: readonly string[];
};

const provider = (
  type: string,
  name: string,
  description: string,
  services: readonly string[],
): NetworkServiceProvider => ({
  uuid: uuidFromName(`network service provider ${type}`),
  name,
  description,
  type,
  services,
});

/** The providers of the real system's open modules, but that of one vendor's switches. */
export const SERVICE_PROVIDERS: readonly NetworkServiceProvider[] = [
  provider('VirtualRouter', 'VirtualRouter', 'zstack virtual router network service provider', [
    'DHCP',
    'DNS',
    'SNAT',
    'PortForwarding',
    'Eip',
    'LoadBalancer',
  ]),
  provider('vrouter', 'vrouter', 'zstack vrouter network service provider', [
    'DHCP',
    'DNS',
    'SNAT',
    'PortForwarding',
    'CentralizedDNS',
    'Eip',
    'LoadBalancer',
    'IPsec',
    'VRouterRoute',
    'VipQos',
  ]),
  provider('SecurityGroup', 'SecurityGroup', 'zstack security group network service provider', [
    'SecurityGroup',
  ]),
  provider('Flat', 'Flat Network Service Provider', 'Flat Network Service Provider', [
    'DHCP',
    'Userdata',
    'Eip',
    'DNS',
    'HostRoute',
  ]),
];

/** By its uuid, or by its type, which calls may say instead. */
export const findProvider = (text: string): NetworkServiceProvider | undefined =>
  SERVICE_PROVIDERS.find(({ uuid }) => uuid === text) ??
  SERVICE_PROVIDERS.find(({ type }) => type === text);
