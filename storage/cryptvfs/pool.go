package cryptvfs

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// URI names the vault to SQLite, for VACUUM INTO and for DSNs.
func (f *FS) URI() string {
	p := filepath.ToSlash(f.path)
	if runtime.GOOS == "windows" {
		p = "/" + p
	}
	p = strings.NewReplacer("%", "%25", "#", "%23", "?", "%3f").Replace(p)
	return "file:" + p + "?vfs=" + f.name
}

// DB opens a pool. pragmas are "name(value)"; txlock is deferred or immediate. ATTACH is denied but for the file a
// Target stands for, and the driver's own copying is out of reach: both would write plaintext.
func (f *FS) DB(txlock string, pragmas ...string) *sql.DB {
	dsn := f.URI() + "&_txlock=" + txlock
	for _, p := range append([]string{"temp_store(2)", "trusted_schema(0)", "secure_delete(1)"}, pragmas...) {
		dsn += "&_pragma=" + url.QueryEscape(p)
	}
	d := &sqlite.Driver{}
	d.RegisterConnectionHook(denyAttach)
	return sql.OpenDB(connector{d, dsn})
}

type connector struct {
	driver *sqlite.Driver
	dsn    string
}

// narrow is what database/sql needs of a connection, and nothing else: the driver's own type also offers backups
// and serialisation, in the clear.
type narrow struct {
	driver.Conn
	driver.ExecerContext
	driver.QueryerContext
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// wide is what the driver's connection is known to be.
type wide interface {
	driver.Conn
	driver.ExecerContext
	driver.QueryerContext
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	raw, err := c.driver.Open(c.dsn)
	if err != nil {
		return nil, err
	}
	w, ok := raw.(wide)
	if !ok {
		return nil, errors.Join(errors.New("opening vault: the driver's connection is of another shape"), raw.Close())
	}
	g := &guard{}
	if err := g.watch(raw); err != nil {
		return nil, errors.Join(err, raw.Close())
	}
	watched := guardedConn{w, w, g}
	return narrow{w, w, w, w, watched, w, w, watched}, nil
}

func (c connector) Driver() driver.Driver { return c.driver }

func denyAttach(c sqlite.ExecQuerierContext, _ string) error {
	r, ok := c.(sqlite.AuthorizerRegisterer)
	if !ok {
		return errors.New("opening vault: the driver takes no authorizer")
	}
	return r.RegisterAuthorizer(func(action sqlite.AuthorizerActionCode, file, _, _, _ string) sqlite.AuthorizerReturnCode {
		if int32(action) == sqlite3.SQLITE_ATTACH && file != "" && !isTarget(file) {
			return sqlite.AuthorizerDeny
		}
		return sqlite.AuthorizerOK
	})
}

// isTarget reports whether a name is the whole URI of a copy about to be made. VACUUM attaches "", a temporary file.
func isTarget(uri string) bool {
	found := false
	systems.Range(func(_, v any) bool {
		f := v.(*FS)
		found = f.fresh && f.URI() == uri
		return !found
	})
	return found
}
