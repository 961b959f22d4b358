import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.zstack.sdk.*;

/**
 * The life of an image by the vendor's Java SDK, with its own actions and inventories. Prints `ok STEP` after each step
 * of compat/lib/life.mjs, and ends with 1 at the first that does not go as it should.
 */
public class ImageLife {
    private static String session;

    public static void main(String[] args) throws Exception {
        try {
            ZSClient.configure(new ZSConfig.Builder()
                    .setHostname(args[0])
                    .setPort(Integer.parseInt(args[1]))
                    .setContextPath("zstack")
                    .setDefaultPollingInterval(100, TimeUnit.MILLISECONDS)
                    .setDefaultPollingTimeout(60, TimeUnit.SECONDS)
                    .build());
            live();
            System.exit(0);
        } catch (Exception error) {
            System.err.println(error.getMessage() == null ? error.toString() : error.getMessage());
            System.exit(1);
        }
    }

    private static void live() throws Exception {
        LogInByAccountAction login = new LogInByAccountAction();
        login.accountName = "admin";
        login.password = sha512("password");
        session = login.call().throwExceptionIfError().value.inventory.uuid;
        done("log in");

        QueryBackupStorageAction storages = new QueryBackupStorageAction();
        storages.conditions = Arrays.asList("type=ImageStoreBackupStorage", "status=Connected", "state=Enabled");
        storages.sessionId = session;
        List<?> found = storages.call().throwExceptionIfError().value.inventories;
        String storage = ((BackupStorageInventory) found.get(0)).uuid;
        done("find an image storage");

        ImageInventory image = addImage(storage);

        List<?> named = images("name~=java-sdk%", "status=Ready");
        must(named.size() == 1 && ((ImageInventory) named.get(0)).uuid.equals(image.uuid), "it is not found");
        done("find it by its name");

        UpdateImageAction update = new UpdateImageAction();
        update.uuid = image.uuid;
        update.name = "java-sdk-changed";
        update.description = "changed by a plan";
        update.sessionId = session;
        ImageInventory changed = update.call().throwExceptionIfError().value.inventory;
        must("java-sdk-changed".equals(changed.name) && "changed by a plan".equals(changed.description),
                "it is not as it was changed");
        done("change it");

        AddImageAction wrong = newImage("wrong", "ffffffffffffffffffffffffffffffff");
        AddImageAction.Result refused = wrong.call();
        must(refused.error != null && refused.error.details.contains("backupStorageUuids"),
                "it is not refused in these words");
        done("a call that cannot be is refused with the words of the system");

        exportImage(storage, image.uuid);

        delete(image.uuid);
        RecoverImageAction recover = new RecoverImageAction();
        recover.imageUuid = image.uuid;
        recover.backupStorageUuids = Arrays.asList(storage);
        recover.sessionId = session;
        must("Ready".equals(recover.call().throwExceptionIfError().value.inventory.status), "it is not Ready again");
        done("delete and recover it");

        VmInstanceInventory vm = makeVm(image.uuid);

        StopVmInstanceAction stop = new StopVmInstanceAction();
        stop.uuid = vm.uuid;
        stop.type = "cold";
        stop.sessionId = session;
        must("Stopped".equals(stop.call().throwExceptionIfError().value.inventory.state), "the VM does not stop");
        done("stop the VM");

        CreateRootVolumeTemplateFromRootVolumeAction template = new CreateRootVolumeTemplateFromRootVolumeAction();
        template.name = "java-sdk-of-vm";
        template.rootVolumeUuid = vm.rootVolumeUuid;
        template.backupStorageUuids = Arrays.asList(storage);
        template.sessionId = session;
        ImageInventory ofVm = template.call().throwExceptionIfError().value.inventory;
        must("Ready".equals(ofVm.status) && "RootVolumeTemplate".equals(ofVm.mediaType), "it is " + ofVm.status);
        ImageBackupStorageRefInventory ref = (ImageBackupStorageRefInventory) ofVm.backupStorageRefs.get(0);
        must(storage.equals(ref.backupStorageUuid), "it lies elsewhere");
        done("make an image of the VM");

        DestroyVmInstanceAction destroy = new DestroyVmInstanceAction();
        destroy.uuid = vm.uuid;
        destroy.sessionId = session;
        destroy.call().throwExceptionIfError();
        ExpungeVmInstanceAction expungeVm = new ExpungeVmInstanceAction();
        expungeVm.uuid = vm.uuid;
        expungeVm.sessionId = session;
        expungeVm.call().throwExceptionIfError();
        done("destroy and expunge the VM");

        for (String uuid : Arrays.asList(image.uuid, ofVm.uuid)) {
            delete(uuid);
            ExpungeImageAction expunge = new ExpungeImageAction();
            expunge.imageUuid = uuid;
            expunge.sessionId = session;
            expunge.call().throwExceptionIfError();
        }
        must(images("name~=java-sdk%").isEmpty(), "an image is left");
        done("delete and expunge the images");

        LogOutAction logout = new LogOutAction();
        logout.sessionUuid = session;
        logout.call().throwExceptionIfError();
        done("log out");
    }

    private static AddImageAction newImage(String name, String storage) {
        AddImageAction add = new AddImageAction();
        add.name = name;
        add.url = "http://mirror.example/" + name + ".qcow2";
        add.format = "qcow2";
        add.mediaType = "RootVolumeTemplate";
        add.platform = "Linux";
        add.architecture = "x86_64";
        add.backupStorageUuids = Arrays.asList(storage);
        add.systemTags = Arrays.asList("bootMode::UEFI");
        add.sessionId = session;
        return add;
    }

    private static ImageInventory addImage(String storage) {
        ImageInventory image = newImage("java-sdk-image", storage).call().throwExceptionIfError().value.inventory;
        must("Ready".equals(image.status) && image.size > 0 && image.createDate != null, "it is " + image.status);
        done("add an image");
        return image;
    }

    private static List<?> images(String... conditions) {
        QueryImageAction query = new QueryImageAction();
        query.conditions = Arrays.asList(conditions);
        query.sessionId = session;
        return query.call().throwExceptionIfError().value.inventories;
    }

    private static void exportImage(String storage, String image) throws Exception {
        ExportImageFromBackupStorageAction export = new ExportImageFromBackupStorageAction();
        export.backupStorageUuid = storage;
        export.imageUuid = image;
        export.sessionId = session;
        String address = export.call().throwExceptionIfError().value.imageUrl;
        HttpURLConnection connection = (HttpURLConnection) new URL(address).openConnection();
        connection.setRequestMethod("HEAD");
        must(connection.getResponseCode() == 200 && connection.getContentLengthLong() > 0, "its bytes are not there");
        done("export it");
    }

    private static void delete(String uuid) {
        DeleteImageAction delete = new DeleteImageAction();
        delete.uuid = uuid;
        delete.sessionId = session;
        delete.call().throwExceptionIfError();
    }

    private static VmInstanceInventory makeVm(String image) {
        QueryL3NetworkAction networks = new QueryL3NetworkAction();
        networks.conditions = Arrays.asList("state=Enabled");
        networks.sessionId = session;
        L3NetworkInventory network =
                (L3NetworkInventory) networks.call().throwExceptionIfError().value.inventories.get(0);
        QueryInstanceOfferingAction offerings = new QueryInstanceOfferingAction();
        offerings.conditions = Arrays.asList("state=Enabled");
        offerings.sessionId = session;
        InstanceOfferingInventory offering =
                (InstanceOfferingInventory) offerings.call().throwExceptionIfError().value.inventories.get(0);
        CreateVmInstanceAction create = new CreateVmInstanceAction();
        create.name = "java-sdk-vm";
        create.imageUuid = image;
        create.instanceOfferingUuid = offering.uuid;
        create.l3NetworkUuids = Arrays.asList(network.uuid);
        create.defaultL3NetworkUuid = network.uuid;
        create.sessionId = session;
        VmInstanceInventory vm = create.call().throwExceptionIfError().value.inventory;
        must("Running".equals(vm.state) && image.equals(vm.imageUuid), "the VM is " + vm.state);
        VmNicInventory nic = (VmNicInventory) vm.vmNics.get(0);
        must(nic.ip != null && nic.mac != null && network.uuid.equals(nic.l3NetworkUuid), "it has no address");
        done("make a VM of it");
        return vm;
    }

    private static String sha512(String text) throws Exception {
        StringBuilder hex = new StringBuilder();
        byte[] digest = MessageDigest.getInstance("SHA-512").digest(text.getBytes(StandardCharsets.UTF_8));
        for (byte each : digest) hex.append(String.format("%02x", each));
        return hex.toString();
    }

    private static void done(String step) {
        System.out.println("ok " + step);
    }

    private static void must(boolean isSo, String otherwise) {
        if (!isSo) throw new IllegalStateException(otherwise);
    }
}
