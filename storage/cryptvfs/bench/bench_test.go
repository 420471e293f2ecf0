package bench

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	_ "github.com/ncruces/go-sqlite3/driver"
	_ "github.com/ncruces/go-sqlite3/vfs/adiantum"
	_ "github.com/ncruces/go-sqlite3/vfs/xts"
	_ "modernc.org/sqlite"

	"opsledger/storage/cryptvfs"
)

// contender opens an empty database in a folder; all have the same settings.
type contender struct {
	name string
	open func(dir string) (*sql.DB, func(), error)
}

var pragmas = []string{"journal_mode(WAL)", "synchronous(FULL)", "cache_size(-16384)", "temp_store(2)", "secure_delete(1)"}

// The first is the baseline of every ratio.
var contenders = []contender{
	{"plain", func(dir string) (*sql.DB, func(), error) { return dial("sqlite", dir, "") }},
	{"vault", vault},
	{"adiantum", func(dir string) (*sql.DB, func(), error) { return dial("sqlite3", dir, "adiantum") }},
	{"xts", func(dir string) (*sql.DB, func(), error) { return dial("sqlite3", dir, "xts") }},
}

func dial(driver, dir, vfs string) (*sql.DB, func(), error) {
	dsn := "file:" + filepath.ToSlash(filepath.Join(dir, "store.db")) + "?_txlock=immediate"
	if vfs != "" {
		dsn += fmt.Sprintf("&vfs=%s&hexkey=%0*x", vfs, map[string]int{"adiantum": 64, "xts": 128}[vfs], 7)
	}
	for _, p := range pragmas {
		dsn += "&_pragma=" + url.QueryEscape(p)
	}
	db, err := sql.Open(driver, dsn)
	return db, func() {}, err
}

func vault(dir string) (*sql.DB, func(), error) {
	path, key := filepath.Join(dir, "store.db"), &[32]byte{7}
	if err := cryptvfs.Format(path, key); err != nil {
		return nil, nil, err
	}
	f, err := cryptvfs.Open(path, key, nil)
	if err != nil {
		return nil, nil, err
	}
	return f.DB("immediate", pragmas...), f.Close, nil
}

// work is timed on a database that prepare has filled.
type work struct {
	prepare func(*sql.DB) error
	run     func(*sql.DB) error
}

// compare runs the work on every contender in each round, in turning order, and reports the median of the ratios of
// CPU time to the plain file's: what happens on the machine meanwhile falls on all alike.
func compare(b *testing.B, w work) {
	ratios := map[string][]float64{}
	round := 0
	for b.Loop() {
		cpu := map[string]time.Duration{}
		for i := range contenders {
			c := contenders[(i+round)%len(contenders)]
			cpu[c.name] = measure(b, c, w)
		}
		for _, c := range contenders[1:] {
			ratios[c.name] = append(ratios[c.name], float64(cpu[c.name])/float64(cpu[contenders[0].name]))
		}
		round++
	}
	for name, list := range ratios {
		slices.Sort(list)
		b.ReportMetric(list[len(list)/2], name+"/plain")
	}
}

func measure(b *testing.B, c contender, w work) time.Duration {
	b.Helper()
	dir := b.TempDir()
	db, done, err := c.open(dir)
	if err != nil {
		b.Fatal(c.name, err)
	}
	defer done()
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(schema); err != nil {
		b.Fatal(c.name, err)
	}
	if w.prepare != nil {
		if err := w.prepare(db); err != nil {
			b.Fatal(c.name, err)
		}
	}
	before := cpuTime(b)
	if err := w.run(db); err != nil {
		b.Fatal(c.name, err)
	}
	return cpuTime(b) - before
}

func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// schema is a record table as the store has them: a number that is looked up, and two columns lists are narrowed by.
const schema = `create table t(id integer primary key, number text not null unique, n int, region text, v text);
	create index t_n on t(n); create index t_region on t(region, n)`

// insert writes rows one by one, as an import does.
func insert(db *sql.DB, rows int) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	st, err := tx.Prepare("insert into t(number, n, region, v) values (?, ?, ?, ?)")
	if err != nil {
		return err
	}
	defer st.Close()
	regions := []string{"润州区", "京口区", "丹徒区", "经开区"}
	for i := range rows {
		if _, err := st.Exec(fmt.Sprintf("GD-01-2026-%06d", i), i*7919%1000003, regions[i%4], fmt.Sprintf("第%d张工单：养老待遇计算与系统显示不一致，%0160d", i, i*i)); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func filled(rows int) func(*sql.DB) error { return func(db *sql.DB) error { return insert(db, rows) } }

func BenchmarkBulk200kRowsInOneTransaction(b *testing.B) {
	compare(b, work{run: filled(200_000)})
}

func Benchmark2000CommitsAtFull(b *testing.B) {
	compare(b, work{prepare: filled(10_000), run: func(db *sql.DB) error {
		for i := range 2000 {
			if _, err := db.Exec("insert into t(number, n, region, v) values (?, ?, '丹徒区', '一张工单')", i-2000, i); err != nil {
				return err
			}
		}
		return nil
	}})
}

func Benchmark20000IndexedLookups(b *testing.B) {
	compare(b, work{prepare: filled(100_000), run: func(db *sql.DB) error {
		st, err := db.Prepare("select v from t where n = ?")
		if err != nil {
			return err
		}
		defer st.Close()
		var v string
		for i := range 20_000 {
			if err := st.QueryRow(i * 13 % 100_000 * 7919 % 1000003).Scan(&v); err != nil {
				return err
			}
		}
		return nil
	}})
}

func Benchmark5Scans(b *testing.B) {
	compare(b, work{prepare: filled(100_000), run: func(db *sql.DB) error {
		var n int
		for range 5 {
			if err := db.QueryRow("select count(*) from t where v like '%00100%'").Scan(&n); err != nil {
				return err
			}
		}
		return nil
	}})
}

// BenchmarkFileSize reports how much larger the file is than the plain one.
func BenchmarkFileSize(b *testing.B) {
	sizes := map[string]int64{}
	for b.Loop() {
		for _, c := range contenders {
			dir := b.TempDir()
			db, done, err := c.open(dir)
			if err != nil {
				b.Fatal(err)
			}
			_, err = db.Exec(schema)
			if err == nil {
				err = insert(db, 50_000)
			}
			if err == nil {
				err = db.Close()
			}
			if err != nil {
				b.Fatal(c.name, err)
			}
			done()
			st, err := os.Stat(filepath.Join(dir, "store.db"))
			if err != nil {
				b.Fatal(err)
			}
			sizes[c.name] = st.Size()
		}
	}
	for _, c := range contenders[1:] {
		b.ReportMetric(float64(sizes[c.name])/float64(sizes["plain"]), c.name+"/plain")
	}
}
