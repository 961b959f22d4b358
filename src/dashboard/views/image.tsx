import { CONTROL, request } from '../api.js';
import { bytes, list, text } from '../format.js';
import { viewHref } from '../place.js';
import { resources, type Inventory } from '../resources.js';
import { storageName } from '../storages.js';
import { Button } from '../ui/button.js';
import { Facts } from '../ui/facts.js';
import { HistoryOf } from '../ui/history-of.js';
import { Notice } from '../ui/said.js';
import { Status } from '../ui/status.js';
import { Tags } from '../ui/tags.js';
import { TaskButtons, tasksOf, Way } from '../ui/work.js';
import { useLoaded } from '../use-loaded.js';
import { token } from '../viewer.js';

interface Ref {
  readonly backupStorageUuid: string;
  readonly status: string;
  readonly installPath: string | null;
  readonly exportUrl: string | null;
}

/** One image: its copies, bytes, tags, and how it came to be as it is. */
export function ImageDetails({ uuid }: { uuid: string }) {
  const { value, error } = useLoaded(
    (signal) => resources('image', { q: [`uuid=${uuid}`] }, signal),
    uuid,
  );
  const image = value?.inventories[0];
  return (
    <>
      <p class="back">
        <a href={viewHref('images')}>← Images</a>
      </p>
      {error !== undefined && <Notice bad>{error}</Notice>}
      {value && !image && (
        <Notice>There is no image {uuid} any more; its history may be there.</Notice>
      )}
      {image && <Known image={image} />}
      <Tags uuid={uuid} />
      <HistoryOf uuid={uuid} operations={OPERATIONS} />
    </>
  );
}

const OPERATIONS = [
  'DeleteImage',
  'ExpungeImage',
  'RecoverImage',
  'UpdateImage',
  'ChangeImageState',
  'SyncImageSize',
  'ExportImageFromBackupStorage',
];

function Known({ image }: { image: Inventory }) {
  const name = text(image['name']);
  const work = tasksOf(image.uuid);
  const [task] = work;
  return (
    <>
      <div class="title">
        <h1>
          {name} <Status of={image['status']} /> <Status of={image['state']} />
        </h1>
        <Commands image={image} name={name} />
      </div>
      {task && <TaskButtons task={task} name={name} />}
      <Facts
        of={[
          ['UUID', <code key="uuid">{image.uuid}</code>],
          ['Size', `${bytes(image['size'])} (${text(image['size'])})`],
          ['On disk', `${bytes(image['actualSize'])} (${text(image['actualSize'])})`],
          ['Format', `${text(image['format'])}, ${text(image['mediaType'])}`],
          ['Platform', `${text(image['platform'])}, ${text(image['architecture'])}`],
          ['Guest', text(image['guestOsType'])],
          ['MD5', <code key="md5">{text(image['md5Sum'])}</code>],
          ['From', <code key="url">{text(image['url'])}</code>],
          ['Made', text(image['createDate'])],
          ['Changed', text(image['lastOpDate'])],
        ]}
      />
      <section aria-label="Copies">
        <h2>Copies</h2>
        <table>
          <thead>
            <tr>
              <th scope="col">Storage</th>
              <th scope="col">Status</th>
              <th scope="col" class="wide">
                Path
              </th>
            </tr>
          </thead>
          <tbody>
            {list<Ref>(image['backupStorageRefs']).map((ref) => {
              const own = work.find(
                ({ subject }) => subject === ref.backupStorageUuid || subject === null,
              );
              return (
                <tr key={ref.backupStorageUuid}>
                  <td>{storageName(ref.backupStorageUuid)}</td>
                  <td>
                    <Status of={ref.status} /> {own && ref.status !== 'Ready' && <Way task={own} />}
                  </td>
                  <td class="wide">
                    <code>{text(ref.installPath)}</code>
                    {ref.exportUrl !== null && (
                      <div>
                        exported: <code>{ref.exportUrl}</code>
                      </div>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      <Bytes image={image} />
    </>
  );
}

function Commands({ image, name }: { image: Inventory; name: string }) {
  const at = `/images/${image.uuid}`;
  const isDeleted = image['status'] === 'Deleted';
  const act = (body: object) => () =>
    request('PUT', `${at}/actions`, { body: body as Readonly<Record<string, unknown>> });
  return (
    <span class="buttons">
      {isDeleted ? (
        <>
          <Button does={`${name}: recovered`} work={act({ recoverImage: {} })}>
            Recover
          </Button>
          <Button does={`${name}: expunged`} twice work={act({ expungeImage: {} })}>
            Expunge
          </Button>
        </>
      ) : (
        <>
          <Button
            does={`${name}: state changed`}
            work={act({
              changeImageState: { stateEvent: image['state'] === 'Enabled' ? 'disable' : 'enable' },
            })}
          >
            {image['state'] === 'Enabled' ? 'Disable' : 'Enable'}
          </Button>
          <Button does={`${name}: deleted`} twice work={() => request('DELETE', at)}>
            Delete
          </Button>
        </>
      )}
    </span>
  );
}

function Bytes({ image }: { image: Inventory }) {
  const isReady = image['status'] === 'Ready';
  const address = `${CONTROL}/images/${image.uuid}/artifact`;
  return (
    <section aria-label="Bytes">
      <h2>Bytes</h2>
      {!isReady && <p class="soft">They are there when the image is Ready.</p>}
      {isReady &&
        (token.value === '' ? (
          <p>
            <a href={address} download={`${image.uuid}.${text(image['format'])}`}>
              Download
            </a>{' '}
            <span class="soft">their MD5 is the image's</span>
          </p>
        ) : (
          <p>
            <code>{`curl -H "Authorization: Bearer $EMULATOR_CONTROL_TOKEN" -o image ${location.origin}${address}`}</code>
          </p>
        ))}
    </section>
  );
}
