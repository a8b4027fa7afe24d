package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	testpb "google.golang.org/grpc/interop/grpc_testing"
	"google.golang.org/grpc/metadata"
)

const (
	unaryCalls  = 200
	streamCalls = 20
	// Of each stream.
	messages = 10
	// Larger than the windows of 65,535 bytes that both sides begin with.
	largeBytes = 200_000
	pause      = 3 * time.Second
)

// Each kind of call with small and large messages, then nothing for a while, and calls again on the same connection.
func runCalls(ctx context.Context, address string) (Done, error) {
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return Done{}, err
	}
	defer conn.Close()
	client := testpb.NewTestServiceClient(conn)
	calls := 0
	for round := range 2 {
		time.Sleep(time.Duration(round) * pause)
		for _, each := range []struct {
			times int
			call  func(context.Context, testpb.TestServiceClient) error
		}{
			{unaryCalls, unary}, {streamCalls, largeUnary}, {streamCalls, serverStream},
			{streamCalls, clientStream}, {streamCalls, bidiStream},
		} {
			for n := range each.times {
				if err := each.call(ctx, client); err != nil {
					return Done{}, fmt.Errorf("call %d: %w", n, err)
				}
				calls++
			}
		}
	}
	return Done{Connections: 1, Calls: calls}, conn.Close()
}

func unary(ctx context.Context, client testpb.TestServiceClient) error {
	const name, sent = "x-grpc-test-echo-initial", "a value"
	ctx, cancel := context.WithTimeout(metadata.AppendToOutgoingContext(ctx, name, sent), 10*time.Second)
	defer cancel()
	var header metadata.MD
	if _, err := client.UnaryCall(ctx, request(10), grpc.Header(&header)); err != nil {
		return err
	}
	if got := header.Get(name); len(got) != 1 || got[0] != sent {
		return fmt.Errorf("metadata %q came back as %q", sent, got)
	}
	return nil
}

func largeUnary(ctx context.Context, client testpb.TestServiceClient) error {
	response, err := client.UnaryCall(ctx, request(largeBytes))
	if err == nil && len(response.GetPayload().GetBody()) != largeBytes {
		return fmt.Errorf("%d bytes came", len(response.GetPayload().GetBody()))
	}
	return err
}

func request(size int) *testpb.SimpleRequest {
	return &testpb.SimpleRequest{ResponseSize: int32(size), Payload: payload(size)}
}

func payload(size int) *testpb.Payload {
	return &testpb.Payload{Body: bytes.Repeat([]byte{'x'}, size)}
}

func serverStream(ctx context.Context, client testpb.TestServiceClient) error {
	parameters := make([]*testpb.ResponseParameters, messages)
	for n := range parameters {
		parameters[n] = &testpb.ResponseParameters{Size: int32(largeBytes / messages)}
	}
	stream, err := client.StreamingOutputCall(ctx, &testpb.StreamingOutputCallRequest{ResponseParameters: parameters})
	if err != nil {
		return err
	}
	for range messages {
		if _, err := stream.Recv(); err != nil {
			return err
		}
	}
	if _, err := stream.Recv(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%v came, and not the end", err)
	}
	return nil
}

func clientStream(ctx context.Context, client testpb.TestServiceClient) error {
	stream, err := client.StreamingInputCall(ctx)
	if err != nil {
		return err
	}
	for range messages {
		if err := stream.Send(&testpb.StreamingInputCallRequest{Payload: payload(largeBytes / messages)}); err != nil {
			return err
		}
	}
	response, err := stream.CloseAndRecv()
	if err == nil && response.GetAggregatedPayloadSize() != largeBytes {
		return fmt.Errorf("%d bytes arrived", response.GetAggregatedPayloadSize())
	}
	return err
}

func bidiStream(ctx context.Context, client testpb.TestServiceClient) error {
	stream, err := client.FullDuplexCall(ctx)
	if err != nil {
		return err
	}
	parameters := []*testpb.ResponseParameters{{Size: 100}}
	for range messages {
		ask := &testpb.StreamingOutputCallRequest{ResponseParameters: parameters, Payload: payload(100)}
		if err := stream.Send(ask); err != nil {
			return err
		}
		if _, err := stream.Recv(); err != nil {
			return err
		}
	}
	if err := stream.CloseSend(); err != nil {
		return err
	}
	if _, err := stream.Recv(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%v came, and not the end", err)
	}
	return nil
}
