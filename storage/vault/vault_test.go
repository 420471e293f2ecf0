package vault

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

var cheap = Cost{MemoryKiB: 8, Time: 1, Threads: 1}

func create(t *testing.T) (string, *Unlocked, string) {
	t.Helper()
	dir := t.TempDir()
	u, key, err := Create(dir, "张工", "Tr0ub4dor&3", cheap)
	if err != nil {
		t.Fatal(err)
	}
	return dir, u, key
}

func TestEverySlotOpensTheSameDataKey(t *testing.T) {
	dir, u, key := create(t)
	data := *u.Data()
	seed := NewSeed()
	if err := u.AddAccount("李经理", "An0ther!One", seed); err != nil {
		t.Fatal(err)
	}
	for name, password := range map[string]string{"张工": "Tr0ub4dor&3", "李经理": "An0ther!One"} {
		v, err := Open(dir, name, password, cheap)
		if err != nil || *v.Data() != data {
			t.Fatalf("%s: %v", name, err)
		}
		if name == "李经理" && v.Seed() != seed || name == "张工" && v.Seed() != u.Seed() {
			t.Errorf("%s has another seed", name)
		}
	}
	v, err := Recover(dir, key, cheap)
	if err != nil || *v.Data() != data || v.Seed() != u.Paper() {
		t.Fatalf("recovery: %v", err)
	}
	if err := v.Renew("张工", "Br4nd+new", NewSeed()); err != nil {
		t.Fatalf("a new password: %v", err)
	}
	if _, err := Open(dir, "张工", "Tr0ub4dor&3", cheap); !errors.Is(err, ErrWrongPassword) {
		t.Errorf("the old password: %v", err)
	}
	if v, err := Open(dir, "张工", "Ｂr4nd+new", cheap); err != nil || *v.Data() != data {
		t.Errorf("the same password in full-width letters: %v", err)
	}
}

func TestFailuresAreToldApart(t *testing.T) {
	dir, u, _ := create(t)
	if err := u.AddAccount("李经理", "An0ther!One", NewSeed()); err != nil {
		t.Fatal(err)
	}
	whole, _ := os.ReadFile(filepath.Join(dir, FileName))
	open := func(change func([]byte) []byte, name, password string) error {
		d := t.TempDir()
		os.WriteFile(filepath.Join(d, FileName), change(bytes.Clone(whole)), 0o600)
		_, err := Open(d, name, password, cheap)
		return err
	}
	same := func(b []byte) []byte { return b }
	var damaged *SlotError
	for what, err := range map[string]error{
		"wrong password":        is(open(same, "张工", "nonsense"), ErrWrongPassword),
		"unknown account":       is(open(same, "王五", "x"), ErrUnknownAccount),
		"no name, two accounts": is(open(same, "", "x"), ErrUnknownAccount),
		"not a vault":           is(open(func([]byte) []byte { return []byte("hello") }, "张工", "x"), ErrNotVault),
		"empty":                 is(open(func([]byte) []byte { return nil }, "张工", "x"), ErrNotVault),
		"newer":                 is(open(func(b []byte) []byte { b[8] = 9; return b }, "张工", "x"), ErrNewerVersion),
		"cut":                   is(open(func(b []byte) []byte { return b[:len(b)-1] }, "张工", "x"), ErrDamaged),
		"swapped slots": is(open(func(b []byte) []byte {
			return append(append(append(bytes.Clone(b[:64]), b[64+512:64+1024]...), b[64:64+512]...), b[64+1024:]...)
		}, "张工", "Tr0ub4dor&3"), ErrTampered),
		"generation": is(open(func(b []byte) []byte { b[12]++; return b }, "张工", "Tr0ub4dor&3"), ErrTampered),
	} {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := open(func(b []byte) []byte { b[64+130]++; return b }, "张工", "Tr0ub4dor&3"); !errors.As(err, &damaged) || damaged.Index != 0 {
		t.Errorf("damaged slot: %v", err)
	}
	if _, _, err := Create(dir, "张工", "x", cheap); !errors.Is(err, ErrExists) {
		t.Errorf("create over a vault: %v", err)
	}
}

func is(err, want error) error {
	if errors.Is(err, want) {
		return nil
	}
	if err == nil {
		return errors.New("opened")
	}
	return err
}

func TestNoFlippedByteGoesUnnoticed(t *testing.T) {
	dir, u, _ := create(t)
	path := filepath.Join(dir, FileName)
	whole, _ := os.ReadFile(path)
	for i := range whole {
		b := bytes.Clone(whole)
		b[i] ^= 0x10
		os.WriteFile(path, b, 0o600)
		if _, err := Open(dir, "张工", "Tr0ub4dor&3", cheap); err == nil || u.Check() == nil {
			t.Fatalf("byte %d changed and the vault opened", i)
		}
	}
}

func TestASlotCannotAskForATerabyte(t *testing.T) {
	for _, c := range []Cost{{1 << 30, 1, 1}, {64, 4e9, 1}, {64, 1, 255}, {0, 1, 1}, {64, 0, 1}, {64, 1, 0}} {
		s := &slot{Slot: Slot{Name: "x", Kind: Account, State: Active, Cost: c}}
		if _, err := decodeSlot(s.encode()); err == nil {
			t.Errorf("%+v was taken", c)
		}
	}
}

func TestARecoveryKeySurvivesHandwriting(t *testing.T) {
	k := NewRecoveryKey()
	text := k.String()
	sloppy := bytes.ReplaceAll(bytes.ToLower([]byte(text)), []byte("-"), []byte(" "))
	sloppy = bytes.ReplaceAll(bytes.ReplaceAll(sloppy, []byte("0"), []byte("o")), []byte("1"), []byte("l"))
	if got, err := ParseRecoveryKey(string(sloppy)); err != nil || got != k {
		t.Fatalf("%s: %v", sloppy, err)
	}
	for i, c := range text {
		if c == '-' {
			continue
		}
		wrong := []byte(text)
		wrong[i] = "23456789ABCDEFGHJKMNPQRSTVWXYZ"[int(c)%30]
		if got, err := ParseRecoveryKey(string(wrong)); err == nil && got != k {
			t.Errorf("misread letter %d was taken", i)
		}
	}
}

func TestStrength(t *testing.T) {
	for password, want := range map[string]int{"Tr0ub4dor&3": 0, "abc": 2, "abcdefgh": 1, "abcdefgh1": 1, "correct horse battery staple": 0,
		"Zhang3!!": 1, "Passw0rd1!": 1, "12345678": 2} {
		if got := Strength("zhang", password); len(got) != want {
			t.Errorf("%s: %v", password, got)
		}
	}
}

func TestAnAccountSwitchedOffStaysOff(t *testing.T) {
	dir, u, _ := create(t)
	if err := u.AddAccount("李经理", "An0ther!One", NewSeed()); err != nil {
		t.Fatal(err)
	}
	if err := u.Disable("李经理"); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, "李经理", "An0ther!One", cheap); !errors.Is(err, ErrUnknownAccount) {
		t.Error(err)
	}
	if err := u.Disable("张工"); err == nil {
		t.Error("switched itself off")
	}
	if err := u.ChangePassword("N3w!password"); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, "", "N3w!password", cheap); err != nil {
		t.Error(err)
	}
}

func FuzzSlots(f *testing.F) {
	dir := f.TempDir()
	if _, _, err := Create(dir, "x", "y", cheap); err != nil {
		f.Fatal(err)
	}
	raw, _ := os.ReadFile(filepath.Join(dir, FileName))
	f.Add(raw)
	f.Add(raw[:64])
	f.Fuzz(func(t *testing.T, b []byte) {
		k, err := decodeFile(b)
		if err != nil {
			return
		}
		for _, s := range k.slots {
			if s != nil && s.State != Free && !s.Cost.sane() {
				t.Fatal("a slot asks for too much")
			}
		}
	})
}

func FuzzRecoveryKey(f *testing.F) {
	f.Add(NewRecoveryKey().String())
	f.Add("OOOO-IIII")
	f.Fuzz(func(t *testing.T, s string) {
		if k, err := ParseRecoveryKey(s); err == nil {
			if again, err := ParseRecoveryKey(k.String()); err != nil || again != k {
				t.Fatalf("%q does not survive its own writing", s)
			}
		}
	})
}
