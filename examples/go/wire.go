package zstackemulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// Inventory is an object of an answer, as JSON has it.
type Inventory = map[string]any

// An APIError is a refusal of an API.
type APIError struct {
	// Called is method and address.
	Called string
	// Status is that of HTTP.
	Status int
	// Code is the refusal's own, such as SYS.1006 or notFound; empty where it has none.
	Code string
	// Details is its sentence, and in brackets those of its causes: the reason is often told there alone.
	Details string
}

func (e *APIError) Error() string {
	return fmt.Sprintf("%s: %d %s %s", e.Called, e.Status, e.Code, e.Details)
}

// The emulator itself waits 30 seconds for a job.
var client = &http.Client{Timeout: 90 * time.Second}

// exchange sends one request and gives the JSON of a good answer; a refusal is an *APIError.
func exchange(method, url string, body any, header http.Header) (Inventory, error) {
	answer, err := send(method, url, body, header)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, fmt.Errorf("%s %s: the answer broke off: %w", method, url, err)
	}
	var found Inventory
	if json.Unmarshal(text, &found) != nil {
		found = Inventory{}
	}
	return found, nil
}

// send gives a good answer, whose body is still to be read.
func send(method, url string, body any, header http.Header) (*http.Response, error) {
	var text io.Reader
	if body != nil {
		written, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		text = bytes.NewReader(written)
	}
	request, err := http.NewRequest(method, url, text)
	if err != nil {
		return nil, err
	}
	for name, values := range header {
		request.Header[name] = values
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	answer, err := client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("no answer: %w. Does the emulator still run?", err)
	}
	if answer.StatusCode < 400 {
		return answer, nil
	}
	defer answer.Body.Close()
	return nil, refusal(method+" "+url, answer)
}

func refusal(called string, answer *http.Response) error {
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	var said struct{ Error reason }
	if json.Unmarshal(text, &said) != nil || said.Error.Details == "" {
		said.Error.Details = string(text)
	}
	return &APIError{called, answer.StatusCode, said.Error.Code, said.Error.String()}
}

// A reason is an error as the APIs tell it.
type reason struct {
	Code, Details string
	Cause         *reason
}

func (r reason) String() string {
	if r.Cause == nil {
		return r.Details
	}
	return fmt.Sprintf("%s (%s)", r.Details, r.Cause)
}
