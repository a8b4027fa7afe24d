package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

const (
	inTurn = 200
	atOnce = 50
)

// A transport as http.DefaultTransport has it, but for the certificate that nobody knows: HTTP/2 over TLS.
func runRequests(ctx context.Context, url string) (Done, error) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
	client := &http.Client{Transport: transport}
	for range inTurn {
		if err := get(ctx, client, url); err != nil {
			return Done{}, err
		}
	}
	if err := manyAtOnce(ctx, client, url); err != nil {
		return Done{}, err
	}
	time.Sleep(pause)
	if err := post(ctx, client, url); err != nil {
		return Done{}, err
	}
	client.CloseIdleConnections()
	return Done{Connections: 1, Calls: inTurn + atOnce + 1}, nil
}

func manyAtOnce(ctx context.Context, client *http.Client, url string) error {
	errors := make(chan error, atOnce)
	var all sync.WaitGroup
	for range atOnce {
		all.Add(1)
		go func() {
			defer all.Done()
			errors <- get(ctx, client, url)
		}()
	}
	all.Wait()
	close(errors)
	for err := range errors {
		if err != nil {
			return err
		}
	}
	return nil
}

func get(ctx context.Context, client *http.Client, url string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	return do(client, request)
}

func post(ctx context.Context, client *http.Client, url string) error {
	body := bytes.NewReader(bytes.Repeat([]byte{'x'}, largeBytes))
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, body)
	if err != nil {
		return err
	}
	return do(client, request)
}

func do(client *http.Client, request *http.Request) error {
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK || response.ProtoMajor != 2 {
		return fmt.Errorf("%s by %s", response.Status, response.Proto)
	}
	return nil
}
