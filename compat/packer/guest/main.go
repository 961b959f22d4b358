// A guest in place of the VM's, which the emulator has not: the plugin connects to one by SSH, and has no way without.
// It listens at a free port of loopback, prints it, takes any password, and does nothing that it is told.
package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"log"
	"net"

	"golang.org/x/crypto/ssh"
)

func main() {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	must(err)
	signer, err := ssh.NewSignerFromKey(key)
	must(err)
	config := &ssh.ServerConfig{
		PasswordCallback: func(ssh.ConnMetadata, []byte) (*ssh.Permissions, error) { return nil, nil },
	}
	config.AddHostKey(signer)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	for {
		connection, err := listener.Accept()
		must(err)
		go serve(connection, config)
	}
}

func serve(connection net.Conn, config *ssh.ServerConfig) {
	_, channels, requests, err := ssh.NewServerConn(connection, config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for each := range channels {
		channel, asked, err := each.Accept()
		if err != nil {
			return
		}
		go session(channel, asked)
	}
}

// Every command ends at once, and well.
func session(channel ssh.Channel, asked <-chan *ssh.Request) {
	for request := range asked {
		if request.WantReply {
			_ = request.Reply(true, nil)
		}
		if request.Type == "exec" || request.Type == "shell" {
			_, _ = channel.SendRequest("exit-status", false, ssh.Marshal(struct{ Status uint32 }{0}))
			_ = channel.Close()
		}
	}
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
