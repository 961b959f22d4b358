// Package zstackcontainer runs zstack-image-emulator in a container.
package zstackcontainer

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"
	"regexp"

	"example.com/zstack-image-emulator/zstackemulator"
	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/wait"
)

const port = "8080/tcp"

// A Container is a ZStack with nothing on disk.
type Container struct {
	*testcontainers.DockerContainer
	// Token is that of its own API.
	Token string
	// URL is its address, without a path.
	URL string
}

var isName = regexp.MustCompile(`^[\w.-]+$`)

// Run starts a container of an image: that of ZSTACK_EMULATOR_IMAGE, or zstack-image-emulator, where none is given.
func Run(ctx context.Context, image string, options ...testcontainers.ContainerCustomizer) (*Container, error) {
	if image == "" {
		image = os.Getenv("ZSTACK_EMULATOR_IMAGE")
	}
	if image == "" {
		image = "zstack-image-emulator"
	}
	random := make([]byte, 16)
	if _, err := rand.Read(random); err != nil {
		return nil, err
	}
	token := hex.EncodeToString(random)
	variables := map[string]string{
		"EMULATOR_CONTROL_TOKEN": token,
		// Others can reach a container: the published sessions of the seeds are kept there only when one says so.
		"EMULATOR_SEED_SECRETS": "kept",
		"EMULATOR_DATA_DIR":     ":memory:",
	}
	// A daemon elsewhere has a name, such as docker in CI: the emulator is told that it is meant by it.
	host, err := daemonHost(ctx)
	if err != nil {
		return nil, err
	}
	if isName.MatchString(host) {
		variables["EMULATOR_ALLOWED_HOSTS"] = host
	}
	all := append([]testcontainers.ContainerCustomizer{
		testcontainers.WithExposedPorts(port),
		testcontainers.WithEnv(variables),
		testcontainers.WithWaitStrategy(wait.ForHTTP("/readyz").WithPort(port)),
	}, options...)
	started, err := testcontainers.Run(ctx, image, all...)
	container := &Container{DockerContainer: started, Token: token}
	if err != nil {
		return container, fmt.Errorf("a container of %s: %w", image, err)
	}
	container.URL, err = started.PortEndpoint(ctx, port, "http")
	return container, err
}

// Emulator is what makes a world for each test.
func (c *Container) Emulator() (*zstackemulator.Emulator, error) {
	return zstackemulator.Join(c.URL, c.Token)
}

// IsThere tells why no container can be run, or nothing.
func IsThere(ctx context.Context) (err error) {
	// The provider panics where it finds no daemon at all.
	defer func() {
		if found := recover(); found != nil {
			err = fmt.Errorf("%v", found)
		}
	}()
	provider, err := testcontainers.NewDockerProvider()
	if err != nil {
		return err
	}
	defer provider.Close()
	return provider.Health(ctx)
}

func daemonHost(ctx context.Context) (string, error) {
	provider, err := testcontainers.NewDockerProvider()
	if err != nil {
		return "", err
	}
	defer provider.Close()
	return provider.DaemonHost(ctx)
}
