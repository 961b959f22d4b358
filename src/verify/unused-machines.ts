/**
 * Machines that cases may add and remove, where any name will do: of an emulator, which asks none of them. Of a cloud
 * its operator names them. Names in `.example` belong to nobody (RFC 2606).
 */
export const UNUSED_MACHINES: Readonly<Record<string, string>> = {
  spareHost: '${own}.host.example',
  sparePassword: 'password',
  spareNfs: '${own}.nfs.example:/verify',
  spareMon: '${own}.mon.example',
  spareMon2: '${own}.mon2.example',
  spareStorage: '${own}.sftp.example',
};
