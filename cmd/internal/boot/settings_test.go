package boot

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"opsledger/app/fault"
	"opsledger/storage/vault"
)

func TestANewRecoveryKeyTakesTheOldOnesPlace(t *testing.T) {
	o := options(filepath.Join(t.TempDir(), "台账"))
	s, founded, err := Init(t.Context(), Setup{Options: o, Name: "一号机", Role: "station"})
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := s.NewRecoveryKey(t.Context())
	if err != nil || fresh == founded.RecoveryKey {
		t.Fatalf("%s %v", fresh, err)
	}
	s.receive(t, "换发之后")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Recover(t.Context(), o, founded.RecoveryKey, "N3w-Passw0rd!"); !fault.Is(err, fault.RecoveryKey) {
		t.Fatalf("the old key: %v", err)
	}
	if s, err = Recover(t.Context(), o, fresh, "N3w-Passw0rd!"); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	s.receive(t, "找回之后")
	if audit, err := s.Store.Verify(t.Context(), nil); err != nil || !audit.OK {
		t.Errorf("%+v %v", audit, err)
	}
	if again, err := s.NewRecoveryKey(t.Context()); err != nil || again == "" {
		t.Errorf("the account that was given back can't change the key: %v", err)
	}
}

func TestOnlyTheFoundersAccountChangesTheRecoveryKey(t *testing.T) {
	s := founded(t)
	if _, err := s.AddAccount(t.Context(), "李娜", "L1na-Passw0rd", "engineer"); err != nil {
		t.Fatal(err)
	}
	o := s.o
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(filepath.Join(o.Dir, vault.FileName))
	if err != nil {
		t.Fatal(err)
	}
	o.User, o.Password = "李娜", "L1na-Passw0rd"
	other, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.NewRecoveryKey(t.Context()); !fault.Is(err, fault.NotAllowed) {
		t.Errorf("%v", err)
	}
	if after, _ := os.ReadFile(filepath.Join(o.Dir, vault.FileName)); !slices.Equal(before, after) {
		t.Error("a refused change wrote the key slots")
	}
}

func TestAPasswordIsCheckedAgainstTheOwnSlot(t *testing.T) {
	s := founded(t)
	defer s.Close()
	if err := s.CheckPassword(s.o.Password); err != nil {
		t.Error(err)
	}
	if err := s.CheckPassword("nonsense"); !fault.Is(err, fault.WrongPassword) {
		t.Errorf("%v", err)
	}
}

func TestABackupIsCheckedAndADamagedOrForeignOneIsTold(t *testing.T) {
	s, foreign := founded(t), founded(t)
	defer s.Close()
	defer foreign.Close()
	path, other := filepath.Join(t.TempDir(), "一.tar"), filepath.Join(t.TempDir(), "二.tar")
	made, err := s.Backup(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if k, err := s.CheckBackup(t.Context(), path, nil); err != nil || k.Records != made.Records || !slices.Equal(k.Heads, made.Heads) {
		t.Errorf("%+v %v", k, err)
	}
	if _, err := foreign.Backup(t.Context(), other, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := s.CheckBackup(t.Context(), other, nil); !fault.Is(err, fault.Refused) {
		t.Errorf("a backup of another store: %v", err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	raw[len(raw)/2] ^= 1
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.CheckBackup(t.Context(), path, nil); !fault.Is(err, fault.BadBackup) {
		t.Errorf("a flipped bit: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(s.Dir, ".checking-*")); len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
}

func TestAStoreIsPutIntoAnEmptyFolderOrOneOfItsOwn(t *testing.T) {
	dir := t.TempDir()
	if got, err := Choose(dir); err != nil || got != dir {
		t.Errorf("an empty folder: %s %v", got, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "文件.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := Choose(dir); err != nil || got != filepath.Join(dir, inFolder) {
		t.Errorf("a folder with other things: %s %v", got, err)
	}
	if _, err := Choose(filepath.Join(dir, "没有")); !errors.Is(err, os.ErrNotExist) || !fault.Is(err, fault.FileRead) {
		t.Errorf("no folder: %v", err)
	}
	s := founded(t)
	defer s.Close()
	if got, err := Choose(s.Dir); err != nil || got != s.Dir {
		t.Errorf("a folder with a store: %s %v", got, err)
	}
	if names := AccountNames(s.Dir); !slices.Equal(names, []string{s.Account}) || AccountNames(dir) != nil {
		t.Errorf("%v", names)
	}
}
