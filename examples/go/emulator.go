package zstackemulator

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// needed is what worlds ask of an emulator.
var needed = []string{
	"CreateEnvironment", "DeleteEnvironment", "SetClock", "AdvanceClock", "CreateFault", "ListInvariants",
}

// An Emulator makes worlds. Most tests need [New] only.
type Emulator struct {
	// URL is its address, without a path.
	URL     string
	header  http.Header
	process *process
}

// Start joins the emulator at ZSTACK_EMULATOR_URL, or starts one that ends with this process.
func Start() (*Emulator, error) {
	token := os.Getenv("EMULATOR_CONTROL_TOKEN")
	if address := os.Getenv("ZSTACK_EMULATOR_URL"); address != "" {
		return Join(address, token)
	}
	process, err := startProcess()
	if err != nil {
		return nil, err
	}
	emulator, err := Join(process.url, token)
	if err != nil {
		process.end()
		return nil, err
	}
	emulator.process = process
	return emulator, nil
}

// Join finds an emulator by any of the addresses that it prints at its start. The token is that of its own API, where
// it was started with one.
func Join(address, token string) (*Emulator, error) {
	parts, err := url.Parse(address)
	if err != nil || parts.Host == "" || !strings.HasPrefix(parts.Scheme, "http") {
		return nil, fmt.Errorf("'%s' is no address of an emulator; one looks like http://127.0.0.1:8080", address)
	}
	path := strings.TrimRight(parts.Path, "/")
	path = strings.TrimSuffix(strings.TrimSuffix(path, "/zstack"), "/emulator/v1")
	emulator := &Emulator{URL: parts.Scheme + "://" + parts.Host + path, header: http.Header{}}
	if token != "" {
		emulator.header.Set("Authorization", "Bearer "+token)
	}
	return emulator, emulator.check()
}

// End ends an emulator that was started here. It ends with the process of the tests without that, too.
func (e *Emulator) End() {
	if e.process != nil {
		e.process.end()
	}
}

// Control calls the emulator's own API; the path is one without /emulator/v1.
func (e *Emulator) Control(method, path string, body any) (Inventory, error) {
	return exchange(method, e.URL+"/emulator/v1"+path, body, e.header)
}

// check tells in words why this is nothing that worlds can be made of.
func (e *Emulator) check() error {
	stranger := fmt.Errorf("what answers at %s is no emulator. Does ZSTACK_EMULATOR_URL say where it listens?", e.URL)
	listed, err := e.Control("GET", "", nil)
	var refused *APIError
	switch {
	case errors.As(err, &refused) && (refused.Status == 401 || refused.Status == 403):
		return fmt.Errorf("the emulator at %s refuses: %s\n"+
			"Set EMULATOR_CONTROL_TOKEN to the token that it was started with.", e.URL, refused.Details)
	case errors.As(err, &refused):
		return stranger
	case err != nil:
		return fmt.Errorf("%w\nStart one (zstack-emulator serve), or unset ZSTACK_EMULATOR_URL: "+
			"then the tests start one for themselves.", err)
	}
	operations := map[any]bool{}
	for _, operation := range inventories(listed) {
		operations[operation["name"]] = true
	}
	if len(operations) == 0 {
		return stranger
	}
	var lacking []string
	for _, name := range needed {
		if !operations[name] {
			lacking = append(lacking, name)
		}
	}
	if len(lacking) == 0 {
		return nil
	}
	version, isTold := listed["version"].(string)
	if !isTold {
		version = "of another version than this package"
	}
	return fmt.Errorf("the emulator at %s (%s) has no %s. Take an emulator and a package of the same release",
		e.URL, version, strings.Join(lacking, ", "))
}

// export writes a world to a file, with its sessions, for nobody else to read.
func (e *Emulator) export(name, file string) error {
	answer, err := send("GET", e.URL+"/emulator/v1/environments/"+name+"/export?secrets=keep", nil, e.header)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	target, err := os.OpenFile(file, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, answer.Body)
	return errors.Join(err, target.Close())
}

// inventories are the objects of a list.
func inventories(answer Inventory) []Inventory {
	var all []Inventory
	listed, _ := answer["inventories"].([]any)
	for _, one := range listed {
		if object, isObject := one.(Inventory); isObject {
			all = append(all, object)
		}
	}
	return all
}
