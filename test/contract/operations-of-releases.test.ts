import { allOperations } from '../../src/api/operations';
import type { Operation } from '../../src/api/define-operation';
import { operationsAsOf } from '../../src/api/release/operations-as-of';
import { readVersions } from '../../src/contract/releases';
import { RELEASES } from '../../src/core/releases';
import { SEED, TestEmulator, type Json } from '../support/emulator';

/*
 * How the declared operations of each release differ from those of today, whole: what a release has not, and what of
 * the others is otherwise there.
 */

const textOf = (value: unknown) => (value === undefined ? 'free' : JSON.stringify(value));

/** What is declared of an operation in a release, where it is not as it is now. */
function differencesOf(now: Operation, then: Operation | undefined): string[] {
  if (!then) return ['absent'];
  const own = (['method', 'paths', 'bodyKey'] as const)
    .filter((key) => textOf(now[key]) !== textOf(then[key]))
    .map((key) => `${key}: ${textOf(then[key])}`);
  const keys = [now, then].map(({ returns }) => Object.keys(returns).join(', '));
  const answer = keys[0] === keys[1] ? [] : [`answers ${keys[1]}`];
  const params = Object.entries(now.params).flatMap(([name, { rules: ofNow }]) => {
    const { isAbsent, rules } = then.params[name] ?? { isAbsent: undefined, rules: {} };
    if (isAbsent) return [`${name} absent`, ...Object.keys(rules).map((rule) => `with ${rule}`)];
    return [...new Set([...Object.keys(ofNow), ...Object.keys(rules)])]
      .map((rule) => rule as keyof typeof ofNow)
      .filter((rule) => textOf(ofNow[rule]) !== textOf(rules[rule]))
      .map((rule) => `${name} ${rule}: ${textOf(rules[rule])}`);
  });
  return [...own, ...answer, ...params];
}

/** By the releases in which it is so: each operation with what is otherwise there. */
const DIFFERENCES: Readonly<Record<string, readonly string[]>> = {
  '4.3': [
    'GetGlobalConfigOptions GetInterdependentL3NetworksBackupStorages CreateVmInstanceFromOvf DeleteImagePackage ExportVmOvaPackage QueryImagePackage UpdateImagePackage QueryCephOsdGroup GetSupportAPIs absent',
    'AddImage architecture validValues: ["x86_64","aarch64","mips64el"]',
    'UpdateImage architecture validValues: ["x86_64","aarch64","mips64el"]',
    'CreateCluster architecture validValues: ["x86_64","aarch64","mips64el"]',
    'CreateVmInstance dataDiskSizes absent; dataVolumeSystemTagsOnIndex absent',
    'SetVmClockTrack syncAfterVMResume absent; intervalInSeconds absent',
  ],
  '4.3 4.4 4.5 4.6 4.7 4.8': [
    'CalculateImageHash absent',
    'CreateVmInstance imageUuid emptyString: free',
  ],
  '4.3 4.4 4.5 4.6': [
    'SyncImage GetResourceConfigs ChangeSecurityGroupRule ChangeSecurityGroupRuleState ChangeVmNicSecurityPolicy QueryVmNicSecurityPolicy SetVmNicSecurityGroup UpdateSecurityGroupRulePriority ValidateSecurityGroupRule AttachSshKeyPairToVmInstance CreateSshKeyPair DeleteSshKeyPair DetachSshKeyPairFromVmInstance GenerateSshKeyPair QuerySshKeyPair UpdateSshKeyPair CheckVipPortAvailability GetVipAvailablePort FlattenVmInstance FlattenVolume absent',
    'CleanUpTrashOnBackupStorage answers result',
    'AttachPrimaryStorageToCluster bodyKey: ""',
    'CreateInstanceOffering reservedMemorySize absent',
    'CreateL2NoVlanNetwork vSwitchType validValues: ["LinuxBridge","OvsDpdk"]',
    'CreateL2VlanNetwork vSwitchType validValues: ["LinuxBridge","OvsDpdk"]',
    'AddIpRangeByNetworkCidr answers inventory',
    'CleanUpTrashOnPrimaryStorage answers result',
    'AddSecurityGroupRule securityGroupUuid nonempty: free; priority absent',
    'AttachSecurityGroupToL3Network bodyKey: ""',
    'AttachPolicyToUser bodyKey: ""',
    'CreateVmInstance reservedMemorySize absent; sshKeyPairUuids absent',
    'CreateVmInstanceFromVolume reservedMemorySize absent',
    'CreateVmInstanceFromVolumeSnapshot reservedMemorySize absent',
    'CreateVmInstanceFromVolumeSnapshotGroup reservedMemorySize absent',
    'UpdateVmInstance reservedMemorySize absent',
    'AttachDataVolumeToVm bodyKey: ""',
    'AttachBackupStorageToZone bodyKey: ""',
  ],
  '4.3 4.4 4.5 4.6 4.7': [
    'UpdateResourceConfigs CreateSystemTags UndoSnapshotCreation absent',
    'AttachL2NetworkToCluster l2ProviderType absent',
    'AttachL3NetworkToVm vmNicParams absent',
    'CreateVmInstance imageUuid required: true; l3NetworkUuids required: true; l3NetworkUuids nonempty: true; vmNicParams absent; platform absent; guestOsType absent; architecture absent; virtio absent; diskAOs absent',
    'CreateVmInstanceFromVolume l3NetworkUuids required: true; l3NetworkUuids nonempty: true; vmNicParams absent',
    'CreateVmInstanceFromVolumeSnapshot l3NetworkUuids required: true; l3NetworkUuids nonempty: true; vmNicParams absent',
    'CreateVmInstanceFromVolumeSnapshotGroup l3NetworkUuids required: true; l3NetworkUuids nonempty: true',
  ],
  '4.3 4.4 4.5 4.6 4.7 4.8 5.0 zsv_4.10': [
    'ChangeL2NetworkVlanId AddReservedIpRange DeleteIpAddress DeleteReservedIpRange absent',
    'CheckIpAvailability arpCheck absent; ipRangeCheck absent',
    'DetachNetworkServiceFromL3Network paths: ["/v1/l3-networks/{l3NetworkUuid}/network-services"]; networkServices required: true; service absent',
    'CreateVip ipVersion absent',
  ],
  '4.3 4.4 4.5 4.6 4.7 4.8 zsv_4.10': [
    'CreateL2NoVlanNetwork isolated absent; pvlan absent',
    'CreateL2VlanNetwork isolated absent; pvlan absent',
    'GetVmsCapabilities method: "POST"; bodyKey: "params"',
  ],
  '4.3 4.4 4.5': [
    'GetLoginProcedures LogIn absent',
    'CreateL3Network enableIPAM absent',
    'GetInterdependentL3NetworksImages raiseException absent',
    'SetVmStaticIp netmask absent; gateway absent; ipv6Gateway absent; ipv6Prefix absent',
    'MigrateVm downTime absent',
    'CreateZone isDefault absent',
    'UpdateZone isDefault absent',
  ],
  '4.3 4.4': ['ChangeVmNicState BatchSyncVolumeSize absent'],
  '4.3 4.4 4.5 4.6 4.7 4.8 5.0 5.1 zsv_4.10': [
    'CreateZone name regex: free',
    'UpdateZone name regex: free',
  ],
  'zsv_4.10': [
    'CheckApiPermission QuerySharedResource GetSupportedIdentityModels AddUserToGroup AttachPoliciesToUser AttachPolicyToUser AttachPolicyToUserGroup CreatePolicy CreateUser CreateUserGroup DeletePolicy DeleteUser DeleteUserGroup DetachPoliciesFromUser DetachPolicyFromUser DetachPolicyFromUserGroup LogInByUser QueryPolicy QueryUser QueryUserGroup RemoveUserFromGroup UpdateUser UpdateUserGroup absent',
    'CreateAccessKey userUuid required: free',
    'AddImageStoreBackupStorage password required: free',
    'CreateVmInstance architecture validValues: free',
  ],
};

/** All operations that are absent on one line, and all that is said of another on one. */
function shortened(texts: readonly string[]): string[] {
  const byName = new Map<string, string[]>();
  for (const text of texts) {
    const [name = '', ...rest] = text.split(' ');
    byName.set(name, [...(byName.get(name) ?? []), rest.join(' ')]);
  }
  const all = [...byName].map(([name, said]) => [name, said.join('; ')] as const);
  const absent = all.filter(([, said]) => said === 'absent').map(([name]) => name);
  const others = all.filter(([, said]) => said !== 'absent').map((each) => each.join(' '));
  return [...(absent.length > 0 ? [`${absent.join(' ')} absent`] : []), ...others];
}

test('each release has the operations that it has, as it has them', () => {
  const all = allOperations();
  const found = new Map<string, string[]>();
  for (const release of RELEASES) {
    const there = new Map(operationsAsOf(release, all).map((one) => [one.name, one]));
    for (const now of all) {
      for (const difference of differencesOf(now, there.get(now.name))) {
        const text = `${now.name} ${difference}`;
        found.set(text, [...(found.get(text) ?? []), release]);
      }
    }
  }
  const groups: Record<string, string[]> = {};
  for (const [text, releases] of found) {
    const lines = releases.map((release) => release.replace(/\.\d+$/, ''));
    (groups[lines.join(' ')] ??= []).push(text);
  }
  const inShort = Object.entries(groups).map(([releases, texts]) => [releases, shortened(texts)]);
  expect(Object.fromEntries(inShort)).toEqual(DIFFERENCES);
});

test('what releases change of a parameter is known here', () => {
  const changes = Object.values(readVersions().operations).flatMap((one) =>
    Object.values(one.changes ?? {}),
  );
  const sides = changes.flatMap(({ params = {} }) =>
    Object.values(params).flatMap(({ from, to }) => [from ?? {}, to ?? {}]),
  );
  expect([...new Set(sides.flatMap((facts) => Object.keys(facts)))].toSorted()).toEqual([
    'default',
    'emptyString',
    'maxLength',
    'nonempty',
    'numberRange',
    'required',
    'type',
    'validEnums',
    'validRegexValues',
    'validValues',
  ]);
});

test('an enumeration of which a release only names the constants is as it is now', async () => {
  const emulator = await TestEmulator.start({ settings: { release: 'zsv-4.10' } });
  const params = { name: 'x', zoneUuid: SEED.zone, physicalInterface: 'eth7' };
  const made = async (vSwitchType: string): Promise<Json> => {
    const path = '/l2-networks/no-vlan';
    const { body } = await emulator.call('POST', path, { params: { ...params, vSwitchType } });
    return body.error?.details ?? body.inventory.vSwitchType;
  };
  expect(await made('LinuxBridge')).toBe('LinuxBridge');
  expect(await made('Other')).toBe(
    'valid value for field[vSwitchType] of message[org.zstack.header.message.ApiMessageParamValidator] are [LinuxBridge, OvsDpdk, MacVlan], but Other found',
  );
});

test.each(['4.3', '4.8'])(
  'in %s a field that came later is refused as one that never was',
  async (release) => {
    const emulator = await TestEmulator.start({ settings: { release } });
    const zql = (text: string) => `/zql?zql=${encodeURIComponent(text)}`;
    const asked = (field: string) => [
      zql(`query volume.${field}`),
      zql(`query volume.uuid,${field}`),
      zql(`query volume where ${field} is null`),
      zql(`query volume where uuid = 'x' and (name = 'x' or ${field} is null)`),
      zql(`query volume order by ${field} asc`),
      zql(`query volume order by uuid asc, ${field} desc`),
      zql(`query volume group by ${field}`),
      zql(`query volume.uuid group by uuid,${field}`),
      zql(`count volume where ${field} is null`),
      zql(`count volume.${field}`),
      zql(`count volume group by ${field}`),
      zql(`count volume.uuid group by name,${field}`),
      zql(`sum volume.size by ${field}`),
      zql(`sum volume.${field} by name`),
      zql(`query distinct(volume.${field})`),
      zql(`query max(volume.${field})`),
      zql(`query max(volume.size) group by ${field}`),
      zql(`query distinct(volume.size) order by ${field} asc`),
      zql(`query volume restrict by (${field} = 'x')`),
      zql(`query vmInstance where allVolumes.${field} is null`),
      zql(`count vmInstance where allVolumes.${field} is null`),
      `/volumes?q=${field}=x`,
      `/volumes?q=uuid=x&q=${field}=x`,
      `/volumes?count=true&q=${field}=x`,
      `/volumes?sort=-${field}`,
      `/volumes?fields=uuid,${field}`,
      `/vm-instances?q=allVolumes.${field}=x`,
    ];
    const told = async (field: string) => {
      const all: unknown[] = [];
      for (const path of asked(field)) {
        const { code, details } = await emulator.refused('GET', path);
        all.push([path, code, details].map((text) => text.replaceAll(field, 'FIELD')));
      }
      return all;
    };
    const later = release === '4.3' ? 'lastDetachDate' : 'protocol';
    expect(await told(later)).toEqual(await told('neverThere'));
  },
);
