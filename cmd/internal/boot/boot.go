// Package boot wires the rooms together: vault, lock, store, session; real clock and paths. It is the only place
// that asks for the time. It turns the failures of the layers below into the faults people see.
package boot

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
	"opsledger/assets"
	"opsledger/storage"
	"opsledger/storage/disk"
	"opsledger/storage/lock"
	"opsledger/storage/vault"
)

// Project is the number of the shipped contract: stations set up with it meet in one ledger.
const Project = "镇江人社省级一体化平台本地运维（2025）-社会保险子项目"

// Options say which store is opened, by whom, for which program.
type Options struct {
	Dir      string
	User     string // "": the only account
	Password string
	Program  string // 窗口 or opsctl: what a second program is told
	Wait     time.Duration
	Now      func() time.Time                  // nil: the real clock
	Cost     vault.Cost                        // zero: the standard price; only tests lower it
	Home     func(path string) (string, error) // nil: this machine's; only tests put another in
	Disk     disk.Disk                         // nil: this machine's; only tests put another in
	Random   io.Reader                         // of names and salts in the ledger; nil: crypto/rand; only tests put another in
	Kinds    *ledger.Registry                  // nil: this program's; only tests take fewer
	Arrive   *Arrival                          // what is said of a store that lies elsewhere than it last did; nil: ask
}

func (o Options) kinds() *ledger.Registry {
	if o.Kinds != nil {
		return o.Kinds
	}
	return app.Kinds()
}

// Setup says what a new store is.
type Setup struct {
	Options
	Name        string
	Role        string // station or center
	AccountRole ledger.Role
	Station     string
	Project     string
}

// Session is an open store with its use cases.
type Session struct {
	*app.App
	Dir   string
	o     Options
	store *storage.Store
	keys  *vault.Unlocked
	lock  *lock.Lock
	away  bool // the store lies elsewhere than it last did; nothing is written until a person says why
}

// Founded is what a new store tells once.
type Founded struct {
	Store       string `json:"store"`
	Device      string `json:"device"`
	Fingerprint string `json:"fingerprint"`
	RecoveryKey string `json:"recovery_key"`
}

// Clock is the real clock, in the ledger's zone.
func Clock() time.Time { return time.Now().In(ledger.Zone) }

// Init makes a new store with its first account, and founds its ledger.
func Init(ctx context.Context, s Setup) (sess *Session, f Founded, err error) {
	if err := s.check(); err != nil {
		return nil, f, err
	}
	if err := os.MkdirAll(s.Dir, 0o700); err != nil {
		return nil, f, fault.New(fault.FileWrite, s.Dir, reason(err)).Because(err)
	}
	if err := s.empty(); err != nil {
		return nil, f, err
	}
	l, err := s.acquire(ctx)
	if err != nil {
		return nil, f, err
	}
	sess = &Session{Dir: s.Dir, o: s.Options, lock: l}
	defer func(opened *Session) {
		if err != nil {
			err = errors.Join(explain(err, s.Dir), s.unmake(opened), opened.lock.Release())
		}
	}(sess)
	if err = s.empty(); err != nil { // now that nobody else can fill it
		return nil, f, err
	}
	keys, recovery, err := s.slots(s.Dir).Create(s.User, s.Password)
	if err != nil {
		return nil, f, err
	}
	sess.keys = keys
	feed, err := storage.NewFeed(s.random())
	if err != nil {
		return nil, f, err
	}
	meta := storage.Meta{Ledger: ledger.NewLedgerID(s.Project), Project: s.Project, Feed: feed, Station: s.Station, Name: s.Name, Role: s.Role}
	if sess.store, err = storage.Create(ctx, storage.Options{Dir: s.Dir, Key: keys.Data(), Kinds: s.kinds(), Disk: s.Disk, Now: s.clock(), Meta: meta}); err != nil {
		return nil, f, err
	}
	if err = sess.begin(ctx); err != nil {
		return nil, f, err
	}
	public := sess.Author.Key.Public().(ed25519.PublicKey)
	cert := ledger.Certificate{Public: public, Account: s.User, Device: s.Name, Roles: []ledger.Role{s.AccountRole}, Feed: meta.Feed, Station: meta.Station, Recovery: publicOf(keys.Paper())}
	if err = sess.Found(ctx, cert); err != nil {
		return nil, f, err
	}
	return sess, Founded{Store: s.Dir, Device: s.Name, Fingerprint: ledger.Fingerprint(public), RecoveryKey: recovery}, nil
}

// unmake takes away what there is of a store that could not be finished, so that it can be made again.
func (s *Setup) unmake(half *Session) error {
	if half.keys == nil {
		return nil // nothing was made
	}
	lock := half.lock
	half.lock = nil // held until the files are gone
	err := half.Close()
	half.lock = lock
	return errors.Join(err, s.clear())
}

func (s *Setup) check() error {
	if s.Project == "" {
		s.Project = Project
	}
	if s.Station == "" {
		s.Station = "01"
	}
	if s.AccountRole == "" {
		s.AccountRole = map[string]ledger.Role{"center": ledger.Center}[s.Role]
		if s.AccountRole == "" {
			s.AccountRole = ledger.Lead
		}
	}
	switch {
	case s.Name == "" || s.User == "":
		return fault.New(fault.Usage, "须给出 --name 和 --user")
	case s.Role != "station" && s.Role != "center":
		return fault.New(fault.Usage, "--role 应为 station 或 center")
	case len(s.Station) != 2 || strings.Trim(s.Station, "0123456789") != "":
		return fault.New(fault.Usage, "--station 应为两位数字")
	}
	if err := app.CheckRoles([]ledger.Role{s.AccountRole}); err != nil {
		return err
	}
	if weak := vault.Strength(s.User, s.Password); len(weak) > 0 {
		return fault.New(fault.WeakPassword, weakness(weak))
	}
	return nil
}

func weakness(list []vault.Weakness) string {
	words := map[vault.Weakness]string{vault.TooShort: "不足8位", vault.TooPlain: "字符种类太少", vault.HoldsAccount: "含有账号名", vault.Common: "是常见口令"}
	var out []string
	for _, w := range list {
		out = append(out, words[w])
	}
	return strings.Join(out, "、")
}

// Open unlocks a store and begins a session.
func Open(ctx context.Context, o Options) (sess *Session, err error) {
	if err := o.there(); err != nil {
		return nil, err
	}
	l, err := o.acquire(ctx)
	if err != nil {
		return nil, err
	}
	sess = &Session{Dir: o.Dir, o: o, lock: l}
	defer func(opened *Session) {
		if err != nil {
			err = errors.Join(explain(err, o.Dir), opened.Close())
		}
	}(sess)
	if sess.keys, err = o.slots(o.Dir).Open(o.User, o.Password); err != nil {
		return nil, err
	}
	return sess, sess.start(ctx)
}

// there sees that the folder holds all parts of a store.
func (o Options) there() error {
	var missing []string
	for _, name := range parts {
		_, err := disk.Or(o.Disk).Stat(filepath.Join(o.Dir, name))
		if errors.Is(err, os.ErrNotExist) {
			missing = append(missing, name)
		} else if err != nil {
			return fault.New(fault.FileRead, name, reason(err)).Because(err)
		}
	}
	switch len(missing) {
	case 0:
		return nil
	case len(parts):
		return fault.New(fault.NoStore, o.Dir)
	}
	return fault.New(fault.Damaged, "缺少文件 "+missing[0])
}

// start opens the store under the keys and begins the session.
func (s *Session) start(ctx context.Context) (err error) {
	if err := s.settleDataKey(ctx); err != nil {
		return err
	}
	if s.store, err = storage.Open(ctx, storage.Options{Dir: s.Dir, Key: s.keys.Data(), Kinds: s.o.kinds(), Disk: s.o.Disk, Now: s.o.clock()}); err != nil {
		return err
	}
	heads, err := s.heads(ctx)
	if err == nil && len(heads) == 0 {
		err = storage.ErrUnfinished // its first commit, the root of all, was not written
	}
	if err != nil {
		return err
	}
	return s.begin(ctx)
}

// clock is the one put in, or the real one.
func (o Options) clock() func() time.Time {
	if o.Now != nil {
		return o.Now
	}
	return Clock
}

// random is the source put in, or the machine's.
func (o Options) random() io.Reader {
	if o.Random != nil {
		return o.Random
	}
	return rand.Reader
}

// slots are the key slots in a folder.
func (o Options) slots(dir string) vault.Folder {
	return vault.Folder{Dir: dir, Cost: o.Cost, Disk: o.Disk, Now: o.clock()}
}

func (o Options) acquire(ctx context.Context) (*lock.Lock, error) {
	if err := lock.Local(o.Dir); err != nil {
		return nil, explain(err, o.Dir)
	}
	l, err := lock.Acquire(ctx, o.Dir, lock.Holder{Process: os.Getpid(), Program: o.Program, Since: Clock()}, o.Wait)
	if err != nil {
		return nil, explain(err, o.Dir)
	}
	return l, nil
}

func (s *Session) begin(ctx context.Context) error {
	seed, err := dictionary.Parse(assets.Dictionaries())
	if err != nil {
		return err
	}
	raw := s.keys.Seed()
	meta := s.store.Meta()
	s.App = app.New(app.Options{Store: guarded{s.store, s}, Kinds: s.o.kinds(), Account: s.keys.Name(), Station: meta.Station, Device: meta.Name, Ledger: meta.Ledger,
		Author: ledger.Author{Key: ed25519.NewKeyFromSeed(raw[:]), App: "opsledger/" + Version}, Seed: seed, Years: assets.CalendarYears(), Schemes: assets.Schemes(), Now: s.o.clock(),
		Random: s.o.random(), Courier: courier{key: ed25519.NewKeyFromSeed(raw[:]), disk: s.o.Disk}})
	return s.findHome(ctx)
}

// signWith makes the session sign by another key.
func (s *Session) signWith(key ed25519.PrivateKey) {
	s.Author.Key, s.Courier = key, courier{key: key, disk: s.o.Disk}
}

func publicOf(seed [32]byte) ed25519.PublicKey {
	return ed25519.NewKeyFromSeed(seed[:]).Public().(ed25519.PublicKey)
}

// Name is what the store is called.
func (s *Session) Name() string { return s.store.Meta().Name }

// Close ends the session and frees the store.
func (s *Session) Close() error {
	var errs []error
	if s.store != nil {
		errs = append(errs, s.store.Close())
	}
	if s.keys != nil {
		s.keys.Close()
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Release())
	}
	return errors.Join(errs...)
}

// Meta is what the store knows of itself.
func (s *Session) Meta() storage.Meta { return s.store.Meta() }
