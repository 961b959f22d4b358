package zstackemulator

import (
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Sessions of the default seed; they never end.
const (
	AdminSession = "5e55000000004000800000000000ad01"
	AliceSession = "5e5500000000400080000000000a11ce"
)

// A World is a ZStack that belongs to one test. What goes wrong in methods without an error ends the test.
type World struct {
	Name string
	// URL is what the code under test is given: the image API answers at URL/v1.
	URL string
	// Session is one of admin.
	Session string

	t        testing.TB
	emulator *Emulator
}

func newWorld(t testing.TB, emulator *Emulator, name string) *World {
	t.Helper()
	// Its address as it is reached from here: a container knows another one of itself.
	world := &World{Name: name, URL: emulator.URL + "/environments/" + name + "/zstack", t: t, emulator: emulator}
	session, err := world.adminSession()
	if err != nil {
		t.Fatal(err)
	}
	world.Session = session
	return world
}

// adminSession is the default seed's, or a new one where the world has none.
func (w *World) adminSession() (string, error) {
	_, err := w.CallAs(AdminSession, "GET", "/zones?limit=1", nil)
	var refused *APIError
	if !errors.As(err, &refused) || refused.Code != "ID.1001" {
		return AdminSession, err
	}
	session, err := w.LogIn("admin", "password")
	if err != nil {
		return "", fmt.Errorf("nobody knows admin's session or password of %s (%w). An emulator that others can reach "+
			"replaces the published ones, unless it is started with EMULATOR_SEED_SECRETS=kept", w.Name, err)
	}
	return session, nil
}

// Call calls the image API as admin; the path is one without /v1. A refusal is an [*APIError].
func (w *World) Call(method, path string, body any) (Inventory, error) {
	return w.CallAs(w.Session, method, path, body)
}

// CallAs is Call with another session.
func (w *World) CallAs(session, method, path string, body any) (Inventory, error) {
	return exchange(method, w.URL+"/v1"+path, body, http.Header{"Authorization": {"OAuth " + session}})
}

// Control calls the emulator's own API for this world, such as GET /tasks.
func (w *World) Control(method, path string, body any) (Inventory, error) {
	return w.emulator.Control(method, "/environments/"+w.Name+path, body)
}

// LogIn makes a session of an account; admin and alice are the seed's.
func (w *World) LogIn(account, password string) (string, error) {
	digest := sha512.Sum512([]byte(password))
	answer, err := exchange("PUT", w.URL+"/v1/accounts/login", map[string]any{
		"logInByAccount": map[string]any{"accountName": account, "password": hex.EncodeToString(digest[:])},
	}, nil)
	if err != nil {
		return "", err
	}
	inventory, _ := answer["inventory"].(Inventory)
	session, _ := inventory["uuid"].(string)
	return session, nil
}

// All has the inventories of a kind ("images", "volumes", "backup-storage") that meet conditions such as "status=Ready".
func (w *World) All(kind string, conditions ...string) []Inventory {
	w.t.Helper()
	answer, err := w.Call("GET", "/"+kind+"?"+url.Values{"q": conditions}.Encode(), nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return inventories(answer)
}

// Find has the one of a kind that is called so, by its name in the seed for example.
func (w *World) Find(kind, name string) Inventory {
	w.t.Helper()
	found := w.All(kind, "name="+name)
	if len(found) == 1 {
		return found[0]
	}
	var names []string
	for _, one := range w.All(kind) {
		names = append(names, fmt.Sprint(one["name"]))
	}
	w.t.Fatalf("%d of %s are called '%s'; there are: %s", len(found), kind, name, strings.Join(names, ", "))
	return nil
}

// StopClock lets the time of this world stand still.
func (w *World) StopClock() {
	w.t.Helper()
	w.control("PUT", "/clock", map[string]any{"mode": "stopped"})
}

// RunClock lets it go on from where it stands.
func (w *World) RunClock() {
	w.t.Helper()
	w.control("PUT", "/clock", map[string]any{"mode": "run"})
}

// Advance moves the time of this world on ("3d", "90s"), does all that falls due, and gives what changed.
func (w *World) Advance(by string) []Inventory {
	w.t.Helper()
	answer := w.control("POST", "/clock/advance", map[string]any{"by": by})
	return inventories(Inventory{"inventories": answer["changes"]})
}

// AddFault makes something go wrong, in the words of the control API: {"kind": "fail", "operation": "AddImage"}.
func (w *World) AddFault(rule map[string]any) {
	w.t.Helper()
	w.control("POST", "/faults", rule)
}

// Faults has the rules, with how often each has fired ("hits").
func (w *World) Faults() []Inventory {
	w.t.Helper()
	return inventories(w.control("GET", "/faults", nil))
}

// BrokenLaws has the laws that the world breaks, with the rows; none is good.
func (w *World) BrokenLaws() []Inventory {
	w.t.Helper()
	var broken []Inventory
	for _, law := range inventories(w.control("GET", "/invariants", nil)) {
		if law["holds"] != true {
			broken = append(broken, law)
		}
	}
	return broken
}

// Reset takes the world back to what it was made from.
func (w *World) Reset() {
	w.t.Helper()
	w.control("POST", "/reset", nil)
}

func (w *World) control(method, path string, body any) Inventory {
	w.t.Helper()
	answer, err := w.Control(method, path, body)
	if err != nil {
		w.t.Fatal(err)
	}
	return answer
}
