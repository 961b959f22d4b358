// The life of an image by the vendor's Go SDK 1, with its own functions and structs. Prints `ok STEP` after each
// step of compat/lib/life.mjs, and ends with 1 at the first that does not go as it should.
package main

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"strings"

	"github.com/terraform-zstack-modules/zstack-sdk-go/pkg/client"
	"github.com/terraform-zstack-modules/zstack-sdk-go/pkg/param"
	"github.com/terraform-zstack-modules/zstack-sdk-go/pkg/view"
)

func main() {
	host := flag.String("host", "127.0.0.1", "host")
	port := flag.Int("port", 8080, "port")
	flag.Parse()
	config := client.NewZSConfig(*host, *port, "zstack").
		LoginAccount("admin", "password").RetryInterval(1).RetryTimes(60)
	live(client.NewZSClient(config))
}

func live(cli *client.ZSClient) {
	_, err := cli.Login()
	done("log in", err)

	storages, err := cli.QueryBackupStorage(query("type=ImageStoreBackupStorage", "status=Connected", "state=Enabled"))
	must(err == nil && len(storages) > 0, "there is no image storage")
	storage := storages[0].UUID
	done("find an image storage", err)

	image := addImage(cli, storage)

	found, err := cli.QueryImage(query("name~=go-sdk%", "status=Ready"))
	must(len(found) == 1 && found[0].UUID == image.UUID, "it is not found, or another one is")
	done("find it by its name", err)

	description := "changed by a plan"
	changed, err := cli.UpdateImage(image.UUID, param.UpdateImageParam{
		UpdateImage: param.UpdateImageDetailParam{Name: "go-sdk-changed", Description: &description},
	})
	must(changed.Name == "go-sdk-changed" && changed.Description == description, "it is not as it was changed")
	done("change it", err)

	_, err = cli.AddImage(param.AddImageParam{Params: param.AddImageDetailParam{
		Name: "wrong", Url: "http://mirror.example/x.qcow2", Format: param.Qcow2,
		BackupStorageUuids: []string{strings.Repeat("f", 32)},
	}})
	must(err != nil && strings.Contains(err.Error(), "backupStorageUuids"), fmt.Sprintf("it says: %v", err))
	done("a call that cannot be is refused with the words of the system", nil)

	exportImage(cli, storage, image.UUID)

	err = cli.DeleteImage(image.UUID, param.DeleteModePermissive)
	must(err == nil, fmt.Sprint(err))
	recovered, err := cli.RecoverImage(param.RecoverImageParam{
		ImageUuid:    image.UUID,
		RecoverImage: param.RecoverImageDetailParams{BackupStorageUuids: []string{storage}},
	})
	must(recovered.Status == "Ready", "it is "+recovered.Status+" after its recovery")
	done("delete and recover it", err)

	vm := makeVm(cli, image.UUID)
	stopped, err := cli.StopVmInstance(vm.UUID, param.StopVmInstanceParam{
		StopVmInstance: param.StopVmInstanceDetailParam{Type: param.Cold},
	})
	must(err == nil && stopped.State == "Stopped", "the VM does not stop")
	done("stop the VM", err)

	ofVm, err := cli.CreateRootVolumeTemplateFromRootVolume(param.CreateRootVolumeTemplateFromRootVolumeParam{
		RootVolumeUuid: vm.RootVolumeUUID,
		Params: param.CreateRootVolumeTemplateFromRootVolumeDetailParam{
			Name: "go-sdk-of-vm", BackupStorageUuids: []string{storage}, Platform: "Linux",
		},
	})
	must(ofVm.Status == "Ready" && ofVm.MediaType == "RootVolumeTemplate", "the image of the VM is "+ofVm.Status)
	done("make an image of the VM", err)

	err = cli.DestroyVmInstance(vm.UUID, param.DeleteModePermissive)
	must(err == nil, fmt.Sprint(err))
	done("destroy and expunge the VM", cli.ExpungeVmInstance(vm.UUID))

	for _, uuid := range []string{image.UUID, ofVm.UUID} {
		err = cli.DeleteImage(uuid, param.DeleteModePermissive)
		must(err == nil, fmt.Sprint(err))
		err = cli.ExpungeImage(uuid)
		must(err == nil, fmt.Sprint(err))
	}
	left, err := cli.QueryImage(query("name~=go-sdk%"))
	must(len(left) == 0, "an image is left")
	done("delete and expunge the images", err)

	done("log out", cli.Logout())
}

func addImage(cli *client.ZSClient, storage string) *view.ImageView {
	image, err := cli.AddImage(param.AddImageParam{
		BaseParam: param.BaseParam{SystemTags: []string{param.SystemTagBootModeUEFI}},
		Params: param.AddImageDetailParam{
			Name:               "go-sdk-image",
			Url:                "http://mirror.example/go-sdk.qcow2",
			Format:             param.Qcow2,
			MediaType:          param.RootVolumeTemplate,
			Platform:           "Linux",
			Architecture:       param.X86_64,
			Virtio:             true,
			BackupStorageUuids: []string{storage},
		},
	})
	must(err == nil, fmt.Sprint(err))
	must(image.Status == "Ready" && image.Size > 0 && !image.CreateDate.IsZero(), "it is "+image.Status)
	done("add an image", err)
	return image
}

func exportImage(cli *client.ZSClient, storage, image string) {
	exported, err := cli.ExportImageFromBackupStorage(param.ExportImageFromBackupStorageParam{
		BackupStorageUuid:            storage,
		ExportImageFromBackupStorage: param.ExportImageFromBackupStorageDetailParam{ImageUuid: image},
	})
	must(err == nil, fmt.Sprint(err))
	answer, err := http.Head(exported.ImageUrl)
	must(err == nil && answer.StatusCode == 200 && answer.ContentLength > 0, "its bytes are not there")
	err = cli.DeleteExportedImageFromBackupStorage(param.DeleteExportedImageFromBackupStorageParam{
		BackupStorageUuid: storage, ImageUuid: image,
	})
	done("export it", err)
}

func makeVm(cli *client.ZSClient, image string) *view.VmInstanceInventoryView {
	networks, err := cli.QueryL3Network(query("state=Enabled"))
	must(err == nil && len(networks) > 0, fmt.Sprintf("there is no L3 network: %v", err))
	offerings, err := cli.QueryInstaceOffering(query("state=Enabled"))
	must(err == nil && len(offerings) > 0, fmt.Sprintf("there is no instance offering: %v", err))
	vm, err := cli.CreateVmInstance(param.CreateVmInstanceParam{
		Params: param.CreateVmInstanceDetailParam{
			Name:                 "go-sdk-vm",
			ImageUUID:            image,
			InstanceOfferingUUID: offerings[0].UUID,
			L3NetworkUuids:       []string{networks[0].UUID},
			DefaultL3NetworkUuid: networks[0].UUID,
			Type:                 param.UserVm,
			Strategy:             param.InstantStart,
		},
	})
	must(err == nil, fmt.Sprint(err))
	must(vm.State == "Running" && vm.ImageUUID == image, "the VM is "+vm.State)
	must(len(vm.VMNics) == 1 && vm.VMNics[0].IP != "" && vm.VMNics[0].Mac != "", "it has no address")
	nics, err := cli.QueryVmNic(query("vmInstanceUuid=" + vm.UUID))
	must(len(nics) == 1 && nics[0].UUID == vm.VMNics[0].UUID, "its NIC is not found")
	done("make a VM of it", err)
	return vm
}

func query(conditions ...string) param.QueryParam {
	params := param.NewQueryParam()
	for _, condition := range conditions {
		params.AddQ(condition)
	}
	return params
}

func done(step string, err error) {
	must(err == nil, fmt.Sprint(err))
	fmt.Println("ok " + step)
}

func must(isSo bool, otherwise string) {
	if isSo {
		return
	}
	fmt.Fprintln(os.Stderr, otherwise)
	os.Exit(1)
}
