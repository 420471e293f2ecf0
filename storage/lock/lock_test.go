package lock

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestASecondHolderLearnsWhoIsFirst(t *testing.T) {
	dir := t.TempDir()
	first := Holder{Process: 4711, Program: "窗口", Since: time.Date(2026, 3, 5, 9, 30, 0, 0, time.UTC)}
	l, err := Acquire(context.Background(), dir, first, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Acquire(context.Background(), dir, Holder{Process: 2}, 0)
	var busy *InUseError
	if !errors.As(err, &busy) || busy.Holder != first {
		t.Fatalf("%v", err)
	}
	done := make(chan error, 1)
	go func() {
		second, err := Acquire(context.Background(), dir, Holder{Process: 2}, 10*time.Second)
		if err == nil {
			err = second.Release()
		}
		done <- err
	}()
	if err := l.Release(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatalf("waiting: %v", err)
	}
}

func TestATempFolderIsLocal(t *testing.T) {
	if err := Local(t.TempDir()); err != nil {
		t.Fatal(err)
	}
}
