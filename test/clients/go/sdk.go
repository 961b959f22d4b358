package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// A client on Go's own HTTP and JSON that keeps to the wire rules of the vendor's Go SDK: its headers,
// its signature, how it knows a job, polls it and reads errors. It is not the SDK, and none of its code.
type sdk struct {
	host        string
	contextPath string
	session     string
	keyID       string
	keySecret   string
	http        *http.Client
}

const (
	jobsPath     = "/zstack/v1/api-jobs"
	pollInterval = 100 * time.Millisecond
	mostPolls    = 300
)

var errNotFound = errors.New("not found")

// What any status from 300 on becomes.
type apiError struct {
	Status  int
	Code    string
	Details string
}

func (e *apiError) Error() string {
	return fmt.Sprintf("status code %d: %s %s", e.Status, e.Code, e.Details)
}

// A time as the system writes it, `Nov 14, 2017 10:20:57 PM`. Anything else does not parse.
type zstackTime struct{ time.Time }

func (t *zstackTime) UnmarshalJSON(text []byte) error {
	var value string
	if err := json.Unmarshal(text, &value); err != nil {
		return err
	}
	parsed, err := time.ParseInLocation("Jan 2, 2006 3:04:05 PM", value, time.UTC)
	t.Time = parsed
	return err
}

func newSDK(address, contextPath string) (*sdk, error) {
	parsed, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	client := &http.Client{Timeout: 60 * time.Second, Transport: &http.Transport{Proxy: nil}}
	return &sdk{host: parsed.Host, contextPath: contextPath, http: client}, nil
}

// The same server, with an access key instead of the session.
func (c *sdk) signing(id, secret string) *sdk {
	return &sdk{host: c.host, contextPath: c.contextPath, keyID: id, keySecret: secret, http: c.http}
}

func (c *sdk) login(account, password string) (session, error) {
	hash := fmt.Sprintf("%x", sha512.Sum512([]byte(password)))
	body := object{"logInByAccount": object{"accountName": account, "password": hash}}
	var made session
	err := c.call(http.MethodPut, "v1/accounts/login", body, "inventory", &made)
	c.session = made.UUID
	return made, err
}

func (c *sdk) list(resource string, query url.Values, into any) error {
	return c.call(http.MethodGet, resource+"?"+query.Encode(), nil, "inventories", into)
}

// The one inventory of this uuid; none is an error.
func (c *sdk) get(resource, uuid string, into any) error {
	var all []json.RawMessage
	if err := c.call(http.MethodGet, resource+"/"+uuid, nil, "inventories", &all); err != nil {
		return err
	}
	if len(all) != 1 {
		return errNotFound
	}
	return json.Unmarshal(all[0], into)
}

func (c *sdk) post(resource string, body, into any) error {
	return c.call(http.MethodPost, resource, body, "inventory", into)
}

func (c *sdk) put(resource, uuid string, body any, key string, into any) error {
	return c.call(http.MethodPut, resource+"/"+uuid+"/actions", body, key, into)
}

func (c *sdk) delete(resource, uuid, mode string) error {
	return c.call(http.MethodDelete, resource+"/"+uuid+"?deleteMode="+mode, nil, "", nil)
}

// One call, and the polling of its job where the answer has a `location`.
func (c *sdk) call(method, path string, body any, key string, into any) error {
	address := fmt.Sprintf("http://%s/%s/%s", c.host, c.contextPath, path)
	header, err := c.header(method, address)
	if err != nil {
		return err
	}
	var text []byte
	if body != nil {
		if text, err = json.Marshal(body); err != nil {
			return err
		}
	}
	status, answer, err := c.send(method, address, header, text)
	if err != nil {
		return err
	}
	fields, err := parse(status, answer)
	if err != nil {
		return err
	}
	if _, isJob := fields["location"]; isJob {
		var location string
		if err = json.Unmarshal(fields["location"], &location); err != nil {
			return err
		}
		if fields, err = c.wait(location, header); err != nil {
			return err
		}
	}
	if into == nil {
		return nil
	}
	if key == "" {
		whole, err := json.Marshal(fields)
		if err != nil {
			return err
		}
		return json.Unmarshal(whole, into)
	}
	value, isThere := fields[key]
	if !isThere {
		return fmt.Errorf("the answer has no %q: %s", key, answer)
	}
	return json.Unmarshal(value, into)
}

// Only 202 goes on, only 200 is success; the headers are those of the call, its old signature included.
func (c *sdk) wait(location string, header http.Header) (map[string]json.RawMessage, error) {
	if parts := strings.SplitN(location, jobsPath, 2); !strings.Contains(location, c.host) && len(parts) == 2 {
		location = "http://" + c.host + jobsPath + parts[1]
	}
	for i := 0; i < mostPolls; i++ {
		status, answer, err := c.send(http.MethodGet, location, header, nil)
		if err != nil {
			return nil, err
		}
		switch status {
		case http.StatusOK:
			return parse(status, answer)
		case http.StatusAccepted:
			time.Sleep(pollInterval)
		default:
			return nil, fmt.Errorf("StatusCode: %d, Reponse: %s", status, answer)
		}
	}
	return nil, fmt.Errorf("the job at %s is still running", location)
}

func (c *sdk) send(method, address string, header http.Header, body []byte) (int, []byte, error) {
	request, err := http.NewRequest(method, address, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	request.Header = header.Clone()
	request.Header.Set("User-Agent", "zstack-sdk-go/202206")
	request.Header.Set("Accept", "*/*")
	// Set by hand: Go then decodes nothing, and an answer that is encoded cannot be read.
	request.Header.Set("Accept-Encoding", "*")
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	response, err := c.http.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close()
	if encoding := response.Header.Get("Content-Encoding"); encoding != "" {
		return 0, nil, fmt.Errorf("unsupported content-encoding %s", encoding)
	}
	text, err := io.ReadAll(response.Body)
	return response.StatusCode, text, err
}

func (c *sdk) header(method, address string) (http.Header, error) {
	header := http.Header{}
	context := "/" + c.contextPath
	path, _, _ := strings.Cut(address[strings.Index(address, context)+len(context):], "?")
	switch {
	case c.keyID != "":
		date := time.Now().UTC().Format("Mon, 02 Jan 2006 15:04:05 MST")
		mac := hmac.New(sha1.New, []byte(c.keySecret))
		fmt.Fprintf(mac, "%s\n%s\n%s", method, date, path)
		signature := base64.StdEncoding.EncodeToString(mac.Sum(nil))
		header.Set("Authorization", "ZStack "+c.keyID+":"+signature)
		header.Set("Date", date)
	case path == "/v1/accounts/login":
	case c.session == "":
		return nil, errors.New("need to login first")
	default:
		header.Set("Authorization", "OAuth "+c.session)
		header.Set("x-session-id", c.session)
	}
	return header, nil
}

// The fields of an answer; from 300 on its error, unwrapped where the body has that one key.
func parse(status int, text []byte) (map[string]json.RawMessage, error) {
	var fields map[string]json.RawMessage
	err := json.Unmarshal(text, &fields)
	if status < 300 {
		if err != nil {
			return nil, fmt.Errorf("an answer that is no object: %s", text)
		}
		return fields, nil
	}
	failure := &apiError{Status: status}
	if err != nil {
		failure.Details = string(text)
		return nil, failure
	}
	inner := text
	if len(fields) == 1 {
		for _, value := range fields {
			inner = value
		}
	}
	_ = json.Unmarshal(inner, failure)
	return nil, failure
}
