package zstackcontainer_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"example.com/zstack-image-emulator/zstackcontainer"
	"example.com/zstack-image-emulator/zstackemulator"
	"github.com/testcontainers/testcontainers-go"
)

// One ZStack for all tests of the package.
var emulator *zstackemulator.Emulator

func TestMain(m *testing.M) {
	end, err := start(context.Background())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	end()
	os.Exit(code)
}

// start runs a container, or where no daemon answers the local command.
func start(ctx context.Context) (end func(), err error) {
	if missing := zstackcontainer.IsThere(ctx); missing != nil {
		fmt.Fprintf(os.Stderr, "no Docker daemon answers (%v): the local command is used\n", missing)
		emulator, err = zstackemulator.Start()
		return func() { emulator.End() }, err
	}
	container, err := zstackcontainer.Run(ctx, "")
	end = func() { _ = testcontainers.TerminateContainer(container) }
	if err == nil {
		emulator, err = container.Emulator()
	}
	if err != nil {
		end()
	}
	return end, err
}

func makeTemplate(zstack *zstackemulator.World) (zstackemulator.Inventory, error) {
	volume := zstack.Find("volumes", "ROOT-for-web-1")["uuid"].(string)
	path := "/images/root-volume-templates/from/volumes/" + volume
	return zstack.Call("POST", path, map[string]any{"params": map[string]any{"name": "mine"}})
}

func TestAnImageIsMadeOfARootVolume(t *testing.T) {
	t.Parallel()
	zstack := emulator.World(t)
	if _, err := makeTemplate(zstack); err != nil {
		t.Fatal(err)
	}
	if status := zstack.Find("images", "mine")["status"]; status != "Ready" {
		t.Errorf("the image is %v", status)
	}
}

func TestAStorageIsLostWhileItIsMade(t *testing.T) {
	t.Parallel()
	zstack := emulator.World(t)
	zstack.AddFault(map[string]any{
		"kind": "disconnect", "point": "create-root-volume-template/start-creating-template",
	})
	if _, err := makeTemplate(zstack); err == nil {
		t.Error("the template was made on a storage that is lost")
	}
	if left := zstack.All("images", "name=mine"); len(left) > 0 {
		t.Errorf("it left an image: %v", left)
	}
}
