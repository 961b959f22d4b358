package zstackemulator

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

const (
	startsWithin = 60 * time.Second
	endsWithin   = 15 * time.Second

	install = "Install it (npm install --global zstack-image-emulator), set ZSTACK_EMULATOR_COMMAND to a command " +
		"that is it (node /path/to/dist/cli/main.js), or set ZSTACK_EMULATOR_URL to the address of one that runs."
)

// process is the local command, on a port of its own with nothing on disk. It lives as long as the pipe that is its
// input, which the system closes when this process is gone, however it went.
type process struct {
	url     string
	command *exec.Cmd
	input   io.Closer
}

func startProcess() (*process, error) {
	words, err := command()
	if err != nil {
		return nil, err
	}
	port := os.Getenv("ZSTACK_EMULATOR_PORT")
	if port == "" {
		port = "0"
	}
	words = append(words, "serve", "--host", "127.0.0.1", "--port", port, "--data-dir", ":memory:", "--until-stdin-ends")
	child := exec.Command(words[0], words[1:]...)
	// Of the same name the last one counts.
	child.Env = append([]string{"LOG_LEVEL=warn", "EMULATOR_LOG=none"}, os.Environ()...)
	var said bytes.Buffer
	child.Stderr = &said
	input, err := child.StdinPipe()
	if err != nil {
		return nil, err
	}
	output, err := child.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := child.Start(); err != nil {
		return nil, fmt.Errorf("%s cannot be started: %w. %s", words[0], err, install)
	}
	tooSlow := time.AfterFunc(startsWithin, func() { _ = child.Process.Kill() })
	defer tooSlow.Stop()
	address := listening(output)
	if address == "" {
		err := child.Wait()
		return nil, why(strings.TrimSpace(said.String()), err)
	}
	return &process{url: address, command: child, input: input}, nil
}

// listening is the address that an emulator tells, or nothing when it ends instead.
func listening(output io.Reader) string {
	for lines := bufio.NewScanner(output); lines.Scan(); {
		var line struct{ Event, ControlURL string }
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Event == "listening" {
			return strings.TrimSuffix(line.ControlURL, "/emulator/v1")
		}
	}
	return ""
}

// end ends it, and waits until it is gone.
func (p *process) end() {
	_ = p.input.Close()
	tooSlow := time.AfterFunc(endsWithin, func() { _ = p.command.Process.Kill() })
	defer tooSlow.Stop()
	_ = p.command.Wait()
}

// command is ZSTACK_EMULATOR_COMMAND, or what npm has installed here or for all.
func command() ([]string, error) {
	if given := strings.TrimSpace(os.Getenv("ZSTACK_EMULATOR_COMMAND")); given != "" {
		words := strings.Fields(given)
		// A path may have blanks in it, where it is all that is said.
		if info, err := os.Stat(given); err == nil && !info.IsDir() {
			words = []string{given}
		}
		if _, err := exec.LookPath(words[0]); err != nil {
			return nil, fmt.Errorf("ZSTACK_EMULATOR_COMMAND is '%s', but there is no program '%s'. %s", given, words[0], install)
		}
		return words, nil
	}
	if folder, err := os.Getwd(); err == nil {
		for ; ; folder = filepath.Dir(folder) {
			found, err := exec.LookPath(filepath.Join(folder, "node_modules", ".bin", "zstack-emulator"))
			if err == nil {
				return []string{found}, nil
			}
			if folder == filepath.Dir(folder) {
				break
			}
		}
	}
	found, err := exec.LookPath("zstack-emulator")
	if err != nil {
		return nil, fmt.Errorf("there is no program 'zstack-emulator' on the PATH or in node_modules. %s", install)
	}
	return []string{found}, nil
}

func why(said string, ended error) error {
	if said == "" {
		said = "it said nothing"
	}
	told := fmt.Sprintf("the emulator did not start (%v): %s", ended, said)
	if strings.Contains(said, "--until-stdin-ends") {
		told += "\nIt is older than this package: npm install --global zstack-image-emulator@latest"
	}
	if strings.Contains(said, "is in use") && os.Getenv("ZSTACK_EMULATOR_PORT") != "" {
		told += "\nZSTACK_EMULATOR_PORT asks for that port: without it any free one is taken."
	}
	return fmt.Errorf("%s", told)
}
