package vault

import (
	"errors"
	"testing"

	"opsledger/storage/disk"
)

func TestTheDataKeyChangesForAllWhoAreNotSwitchedOff(t *testing.T) {
	dir, u, paper := create(t)
	old := *u.Data()
	for _, name := range []string{"李经理", "离职的人"} {
		if err := u.AddAccount(name, "An0ther!One", NewSeed()); err != nil {
			t.Fatal(err)
		}
	}
	if err := u.Disable("离职的人"); err != nil {
		t.Fatal(err)
	}
	next, err := u.BeginRekey()
	if err != nil {
		t.Fatal(err)
	}
	want := *next
	half, err := Open(dir, "李经理", "An0ther!One", cheap)
	if err != nil || *half.Data() != old || half.Next() == nil || *half.Next() != want {
		t.Fatalf("half way: %v", err)
	}
	if err := half.EndRekey(true); err != nil {
		t.Fatal(err)
	}
	for _, open := range []func() (*Unlocked, error){
		func() (*Unlocked, error) { return Open(dir, "张工", "Tr0ub4dor&3", cheap) },
		func() (*Unlocked, error) { return Open(dir, "李经理", "An0ther!One", cheap) },
		func() (*Unlocked, error) { return Recover(dir, paper, cheap) },
	} {
		if v, err := open(); err != nil || *v.Data() != want || v.Next() != nil {
			t.Errorf("after the change: %v", err)
		}
	}
	k, err := readFile(disk.OS{}, dir)
	if err != nil {
		t.Fatal(err)
	}
	gone := k.slots[k.find("离职的人", Account)]
	if _, _, err := gone.open(k.id, []byte("An0ther!One")); !errors.Is(err, ErrTampered) {
		t.Errorf("who is switched off still reaches a key: %v", err)
	}
}

func TestAnAbandonedChangeLeavesTheKey(t *testing.T) {
	dir, u, _ := create(t)
	old := *u.Data()
	if _, err := u.BeginRekey(); err != nil {
		t.Fatal(err)
	}
	if err := u.EndRekey(false); err != nil {
		t.Fatal(err)
	}
	if v, err := Open(dir, "张工", "Tr0ub4dor&3", cheap); err != nil || *v.Data() != old || v.Next() != nil {
		t.Errorf("%v", err)
	}
}

func TestWhoWasSwitchedOffMayComeBackWithANewKey(t *testing.T) {
	dir, u, _ := create(t)
	if err := u.AddAccount("李经理", "An0ther!One", NewSeed()); err != nil {
		t.Fatal(err)
	}
	if err := u.AddAccount("李经理", "An0ther!One", NewSeed()); !errors.Is(err, ErrName) {
		t.Errorf("a name twice: %v", err)
	}
	if err := u.Disable("李经理"); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, "李经理", "An0ther!One", cheap); !errors.Is(err, ErrUnknownAccount) {
		t.Errorf("switched off: %v", err)
	}
	if err := u.AddAccount("李经理", "Y3t-another", NewSeed()); err != nil {
		t.Errorf("again: %v", err)
	}
	if _, err := Open(dir, "李经理", "An0ther!One", cheap); !errors.Is(err, ErrWrongPassword) {
		t.Errorf("the old password: %v", err)
	}
}

func TestWhatCouldNotBeWrittenLeavesTheSlotsAsTheyWere(t *testing.T) {
	_, u, _ := create(t)
	u.dir += "-gone"
	if err := u.ChangePassword("N3w+password"); err == nil {
		t.Fatal("written into nowhere")
	}
	if _, ok, _ := u.file.slots[0].open(u.file.id, []byte("Tr0ub4dor&3")); !ok {
		t.Error("the old password no longer opens the slot in memory")
	}
}
