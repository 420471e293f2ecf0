package boot

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opsledger/app/fault"
	"opsledger/storage/vault"
)

// What no PC can tell by itself: its slot file as it was earlier, whole. docs/security.md says what ends it.
func TestAnEarlierSlotFileHoldsUntilTheDataKeyChanges(t *testing.T) {
	s := founded(t)
	path := filepath.Join(s.Dir, vault.FileName)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const next = "N3w+password"
	if err := s.ChangePassword(password, next); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	now, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	put := func(raw []byte) {
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o := options(s.Dir)
	if _, err := Open(context.Background(), o); !fault.Is(err, fault.WrongPassword) {
		t.Errorf("the old password under the new slots: %v", err)
	}
	put(before)
	old, err := Open(context.Background(), o)
	if err != nil {
		t.Fatalf("%v: docs/security.md says that it opens", err)
	}
	old.Close()
	put(now)
	o.Password = next
	again, err := Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.ChangeDataKey(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	again.Close()
	put(before)
	if _, err := Open(context.Background(), options(s.Dir)); !fault.Is(err, fault.DamagedPage) {
		t.Errorf("an earlier slot file after the data key changed: %v", err)
	}
}

func TestGuessingAtAPasswordIsHeldUpWhateverOpensTheStore(t *testing.T) {
	o := options(filepath.Join(t.TempDir(), "台账"))
	s, key, err := Init(t.Context(), Setup{Options: o, Name: "一号机", Role: "station"})
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if err := s.CheckPassword("nonsense"); !fault.Is(err, fault.WrongPassword) {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), o); !fault.Is(err, fault.TooOften) || !strings.Contains(fault.Of(err).Message, "要等10分钟才能再试") {
		t.Fatalf("the right password during the wait: %v", err)
	}
	if s, err = Recover(t.Context(), o, key.RecoveryKey, "Br4nd+new"); err != nil {
		t.Fatalf("a new password by the paper key: %v", err)
	}
	s.Close()
}
