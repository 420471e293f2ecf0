package cryptvfs

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestVacuumKeepsSealsAndCopiesUnderAnotherKey(t *testing.T) {
	path, f := fresh(t)
	fill(t, f, 3000)
	db := f.DB("immediate")
	defer db.Close()
	if _, err := db.Exec("delete from t where id%2; vacuum"); err != nil {
		t.Fatal(f.Explain(err))
	}
	to := filepath.Join(filepath.Dir(path), "copy.db")
	target, err := Target(to, testKey(9), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("vacuum into ?", target.URI()); err != nil {
		t.Fatal(target.Explain(err))
	}
	target.Close()
	copied, err := Open(to, testKey(9), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if n, ok := count(t, copied); n != 1500 || ok != "ok" {
		t.Fatalf("%d rows, integrity %s", n, ok)
	}
	if _, err := Open(to, testKey(1), nil); !isPage(err, 1) {
		t.Fatalf("the old key opened the copy: %v", err)
	}
}

func isPage(err error, page int64) bool {
	var p *PageError
	return errors.As(err, &p) && p.Page == page
}

// A copy is a vault like another: it is written to in its turn.
func TestACopyCanBeWrittenTo(t *testing.T) {
	path, f := fresh(t)
	fill(t, f, 1000)
	to := filepath.Join(filepath.Dir(path), "copy.db")
	target, err := Target(to, testKey(9), nil)
	if err != nil {
		t.Fatal(err)
	}
	db := f.DB("immediate")
	defer db.Close()
	mustExec(t, target, db, "vacuum into ?", target.URI())
	target.Close()
	copied, err := Open(to, testKey(9), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	fill(t, copied, 500)
	if n, ok := count(t, copied); n != 1500 || ok != "ok" {
		t.Fatalf("%d rows, integrity %s", n, ok)
	}
	if _, err := Target(to, testKey(3), nil); !errors.Is(err, ErrExists) {
		t.Errorf("copying over a vault: %v", err)
	}
}

func TestNoWayLeadsToAPlainCopy(t *testing.T) {
	path, f := fresh(t)
	fill(t, f, 10)
	db := f.DB("immediate")
	defer db.Close()
	plain := filepath.Join(filepath.Dir(path), "plain.db")
	for _, q := range []string{
		"attach '" + plain + "' as p", "vacuum into '" + plain + "'", "attach ':memory:' as p",
		"vacuum into 'file:" + plain + "?vfs=unix'",
		"attach 'file:" + plain + "?vfs=unix&x=?vfs=opsvault1' as p",
		"attach '" + f.URI() + "' as p",
	} {
		if _, err := db.Exec(q); err == nil {
			t.Errorf("%s was allowed", q)
		}
	}
	if _, err := os.Stat(plain); err == nil {
		t.Error("a plain file was made")
	}
	c, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.Raw(func(raw any) error {
		if _, bad := raw.(interface{ Serialize() ([]byte, error) }); bad {
			t.Error("serialisation is within reach")
		}
		if _, bad := raw.(narrow).Conn.(interface{ Serialize() ([]byte, error) }); !bad {
			t.Error("the driver's connection has changed: this test looks for the wrong thing")
		}
		return nil
	})
}

func TestAVaultOpensThroughALinkAndSharesItsLocks(t *testing.T) {
	path, f := fresh(t)
	fill(t, f, 100)
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(filepath.Dir(path), link); err != nil {
		t.Fatal(err)
	}
	l, err := Open(filepath.Join(link, filepath.Base(path)), testKey(1), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if l.share != f.share {
		t.Error("two sets of locks over one file")
	}
	if n, ok := count(t, l); n != 100 || ok != "ok" {
		t.Fatalf("%d rows, integrity %s", n, ok)
	}
}
