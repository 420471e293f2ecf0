package cryptvfs

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func TestProbe(t *testing.T) {
	path, f := fresh(t)
	fill(t, f, 3000)
	dir := filepath.Dir(path)
	db := f.DB("immediate")
	defer db.Close()
	to := filepath.Join(dir, "copy.db")
	target, err := Target(to, testKey(9), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("vacuum into ?", target.URI()); err != nil {
		t.Fatal(err)
	}
	target.Close()
	c, err := Open(to, testKey(9), nil)
	if err != nil {
		t.Fatal(err)
	}
	cdb := c.DB("immediate", "journal_mode(WAL)", "synchronous(FULL)")
	_, err = cdb.Exec("insert into t(v) values('x')")
	fmt.Println("write to copy:", err)
	cdb.Close()
	c.Close()
	// symlink
	link := filepath.Join(t.TempDir(), "link")
	os.Symlink(dir, link)
	l, err := Open(filepath.Join(link, filepath.Base(path)), testKey(1), nil)
	if err == nil {
		ldb := l.DB("deferred")
		var n int
		fmt.Println("symlink:", ldb.QueryRow("select count(*) from t").Scan(&n), n)
		ldb.Close()
		l.Close()
	}
	plain := filepath.Join(dir, "plain.db")
	_, err = db.Exec("attach 'file:" + plain + "?vfs=unix&x=?vfs=opsvault' as p")
	fmt.Println("attach trick:", err)
	db.Exec("create table p.x as select * from t")
	_, err = os.Stat(plain)
	fmt.Println("plain", err)
	conn, _ := db.Conn(context.Background())
	conn.Raw(func(c any) error {
		type b interface{ Serialize() ([]byte, error) }
		_, ok := c.(b)
		fmt.Println("serialize reachable", ok)
		return nil
	})
	conn.Close()
	db.Close()
	st, _ := os.Stat(path)
	os.Truncate(path, st.Size()/4096/2*4096)
	v, err := Open(path, testKey(1), nil)
	fmt.Println("truncated open:", err)
	if err == nil {
		vdb := v.DB("deferred")
		var n int
		fmt.Println(v.Explain(vdb.QueryRow("select count(*) from t").Scan(&n)))
		fmt.Println(v.Verify(context.Background(), nil))
	}
}
