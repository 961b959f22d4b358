import type { VmInstance } from '../vm-instance/vm-instance.js';
import type { Platform } from './image.js';

const BOOT_MODE_TAG = 'bootMode::';
const BOOT_MODE_UEFI = 'bootMode::UEFI';

/** What a request may say of a template, before the VM fills the rest in. */
export interface RequestedTemplate {
  readonly platform: Platform | null;
  readonly guestOsType: string | null;
  readonly architecture: string | null;
  readonly virtio: boolean | null;
  readonly systemTags: readonly string[];
}

/** The fields of a root volume template that its VM decides or completes. */
export interface TemplateDefaults {
  readonly platform: Platform;
  readonly guestOsType: string;
  readonly architecture: string;
  readonly virtio: boolean;
  readonly systemTags: readonly string[];
}

/** Completes a root volume template from the VM that it is made of, wherever the request is silent. */
export function fillTemplateFromVm(
  requested: RequestedTemplate,
  vm: Pick<VmInstance, 'platform' | 'guestOsType' | 'architecture' | 'virtio'>,
): TemplateDefaults {
  const architecture = requested.architecture ?? vm.architecture;
  return {
    platform: requested.platform ?? (vm.platform as Platform),
    guestOsType: requested.guestOsType ?? vm.guestOsType,
    architecture,
    virtio: requested.virtio ?? vm.virtio,
    systemTags: bootModeTagsFor(architecture, requested.systemTags),
  };
}

const PLATFORM_ALIASES: Readonly<Partial<Record<Platform, Platform>>> = {
  Paravirtualization: 'Other',
  WindowsVirtio: 'Windows',
};

/** Completes an image that comes from no VM; the guest OS is called like the platform. */
export function fillTemplateWithoutVm(
  requested: Omit<RequestedTemplate, 'virtio'>,
): Omit<TemplateDefaults, 'virtio'> {
  const wanted = requested.platform ?? 'Linux';
  const platform = PLATFORM_ALIASES[wanted] ?? wanted;
  const architecture = requested.architecture ?? 'x86_64';
  return {
    platform,
    guestOsType: requested.guestOsType ?? platform,
    architecture,
    systemTags: bootModeTagsFor(architecture, requested.systemTags),
  };
}

/** An aarch64 image always boots by UEFI, whatever its tags say. */
function bootModeTagsFor(architecture: string, tags: readonly string[]): readonly string[] {
  if (architecture !== 'aarch64') return tags;
  return [...tags.filter((tag) => !tag.startsWith(BOOT_MODE_TAG)), BOOT_MODE_UEFI];
}
