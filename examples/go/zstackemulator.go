// Package zstackemulator gives every test a ZStack of its own.
//
//	func TestAnImage(t *testing.T) {
//		t.Parallel()
//		zstack := zstackemulator.New(t)
//		volume := zstack.Find("volumes", "ROOT-for-web-1")
//		...
//	}
//
// It joins the emulator at ZSTACK_EMULATOR_URL, or starts one for the process of the tests, which ends with it however
// that ends. README.md tells of the other variables.
package zstackemulator

import (
	"crypto/rand"
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

const (
	// idle is after how long without a request an emulator that others use removes the world of a killed run.
	idle = "2h"
	// longestName is that of an environment.
	longestName = 63
)

// shared is the emulator of this process: started with the first world, ended with the process.
var shared = sync.OnceValues(Start)

// An Option says what a world is made of, in place of the default one.
type Option func(environment map[string]any)

// Seed fills the world from a seed that the emulator knows, such as "edge-cases", or "none".
func Seed(name string) Option {
	return func(environment map[string]any) { environment["from"] = map[string]any{"seed": name} }
}

// Release gives the world the API of an older release, such as "4.8".
func Release(name string) Option {
	return func(environment map[string]any) { environment["release"] = name }
}

// New makes a world for this test alone, and removes it after the test. Tests may be parallel.
func New(t testing.TB, options ...Option) *World {
	t.Helper()
	emulator, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return emulator.World(t, options...)
}

// World makes a world for this test alone, as [New] does.
func (e *Emulator) World(t testing.TB, options ...Option) *World {
	t.Helper()
	keeps := os.Getenv("ZSTACK_EMULATOR_KEEP_FAILED") != ""
	environment := map[string]any{"name": nameOf(t), "from": map[string]any{"environment": "default"}}
	if !keeps && e.process == nil {
		environment["idle"] = idle
	}
	for _, option := range options {
		option(environment)
	}
	if _, err := e.Control("POST", "/environments", environment); err != nil {
		t.Fatal(err)
	}
	world := newWorld(t, e, environment["name"].(string))
	t.Cleanup(func() {
		if t.Failed() && keeps {
			world.keep()
		} else if _, err := world.Control("DELETE", "", nil); err != nil {
			t.Errorf("the world %s was not removed: %v", world.Name, err)
		}
	})
	return world
}

// keep tells where the world of a failed test can be looked at.
func (w *World) keep() {
	if w.emulator.process == nil {
		w.t.Logf("the world %s is kept: %s", w.Name, w.URL)
		return
	}
	file, err := filepath.Abs(filepath.Join(".zstack-worlds", w.Name+".sqlite"))
	if err == nil {
		err = w.emulator.export(w.Name, file)
	}
	if err != nil {
		w.t.Logf("the world %s could not be kept: %v", w.Name, err)
		return
	}
	w.t.Logf("the world %s is kept: zstack-emulator import %s %s", w.Name, w.Name, file)
}

var notOfNames = regexp.MustCompile(`[^a-z0-9]+`)

// nameOf is unique among all tests that run beside this one, in other processes and on other machines.
func nameOf(t testing.TB) string {
	random := make([]byte, 4)
	if _, err := rand.Read(random); err != nil {
		t.Fatal(err)
	}
	unique := "-" + hex.EncodeToString(random)
	told := strings.Trim(notOfNames.ReplaceAllString(strings.ToLower(t.Name()), "-"), "-")
	return told[:min(len(told), longestName-len(unique))] + unique
}
