// Package boot wires the rooms together: vault, lock, store, session; real clock and paths. It is the only place
// that asks for the time. It turns the failures of the layers below into the faults people see.
package boot

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
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
	"opsledger/storage/cryptvfs"
	"opsledger/storage/lock"
	"opsledger/storage/vault"
)

// Version is written into every commit.
const Version = "0.1.0"

// Project is the number of the shipped contract: stations set up with it meet in one ledger.
const Project = "镇江人社省级一体化平台本地运维（2025）-社会保险子项目"

// Options say which store is opened, by whom, for which program.
type Options struct {
	Dir      string
	User     string // "": the only account
	Password string
	Program  string // 窗口 or opsctl: what a second program is told
	Wait     time.Duration
	Now      func() time.Time // nil: the real clock
	Cost     vault.Cost       // zero: the standard price; only tests lower it
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
	store *storage.Store
	keys  *vault.Unlocked
	lock  *lock.Lock
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
	for _, name := range []string{vault.FileName, storage.FileName} {
		if _, err := os.Stat(filepath.Join(s.Dir, name)); err == nil {
			return nil, f, fault.New(fault.StoreExists, s.Dir)
		}
	}
	l, err := s.acquire(ctx)
	if err != nil {
		return nil, f, err
	}
	sess = &Session{Dir: s.Dir, lock: l}
	defer func(opened *Session) {
		if err != nil {
			err = errors.Join(explain(err, s.Dir), opened.Close())
		}
	}(sess)
	keys, recovery, err := vault.Create(s.Dir, s.User, s.Password, s.Cost)
	if err != nil {
		return nil, f, err
	}
	sess.keys = keys
	var feed [16]byte
	rand.Read(feed[:])
	meta := storage.Meta{Ledger: ledger.NewLedgerID(s.Project), Project: s.Project, Feed: ledger.FeedID(hex.EncodeToString(feed[:])), Station: s.Station, Name: s.Name, Role: s.Role}
	if sess.store, err = storage.Create(ctx, storage.Options{Dir: s.Dir, Key: keys.Data(), Kinds: app.Kinds(), Meta: meta}); err != nil {
		return nil, f, err
	}
	if err = sess.begin(s.Options); err != nil {
		return nil, f, err
	}
	public := sess.Author.Key.Public().(ed25519.PublicKey)
	cert := ledger.Certificate{Public: public, Account: s.User, Device: s.Name, Roles: []ledger.Role{s.AccountRole}, Feed: meta.Feed}
	if err = sess.Found(ctx, cert); err != nil {
		return nil, f, err
	}
	return sess, Founded{Store: s.Dir, Device: s.Name, Fingerprint: ledger.Fingerprint(public), RecoveryKey: recovery}, nil
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
	if _, err := os.Stat(filepath.Join(o.Dir, storage.FileName)); err != nil {
		if _, keys := os.Stat(filepath.Join(o.Dir, vault.FileName)); keys != nil {
			return nil, fault.New(fault.NoStore, o.Dir)
		}
		return nil, fault.New(fault.Damaged, "缺少文件 "+storage.FileName)
	}
	l, err := o.acquire(ctx)
	if err != nil {
		return nil, err
	}
	sess = &Session{Dir: o.Dir, lock: l}
	defer func(opened *Session) {
		if err != nil {
			err = errors.Join(explain(err, o.Dir), opened.Close())
		}
	}(sess)
	if sess.keys, err = vault.Open(o.Dir, o.User, o.Password, o.Cost); err != nil {
		return nil, err
	}
	if sess.store, err = storage.Open(ctx, storage.Options{Dir: o.Dir, Key: sess.keys.Data(), Kinds: app.Kinds()}); err != nil {
		return nil, err
	}
	return sess, sess.begin(o)
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

func (s *Session) begin(o Options) error {
	seed, err := dictionary.Parse(assets.Dictionaries())
	if err != nil {
		return err
	}
	if o.Now == nil {
		o.Now = Clock
	}
	raw := s.keys.Seed()
	meta := s.store.Meta()
	s.App = app.New(app.Options{Store: storeFaults{s.store, s.Dir}, Kinds: app.Kinds(), Account: s.keys.Name(), Station: meta.Station, Ledger: meta.Ledger,
		Author: ledger.Author{Key: ed25519.NewKeyFromSeed(raw[:]), App: "opsledger/" + Version}, Seed: seed, Years: assets.CalendarYears(), Now: o.Now})
	return nil
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

// storeFaults gives the store's failures the wording people see.
type storeFaults struct {
	app.Store
	dir string
}

func (s storeFaults) View(ctx context.Context, fn func(app.Reader) error) error {
	return explain(s.Store.View(ctx, fn), s.dir)
}

func (s storeFaults) Write(ctx context.Context, fn func(app.Writer) error) error {
	return explain(s.Store.Write(ctx, fn), s.dir)
}

func (s storeFaults) Verify(ctx context.Context, progress func(int, int)) (app.Audit, error) {
	a, err := s.Store.Verify(ctx, progress)
	return a, explain(err, s.dir)
}

func (s storeFaults) Rebuild(ctx context.Context, progress func(int, int)) (app.Rebuilt, error) {
	r, err := s.Store.Rebuild(ctx, progress)
	return r, explain(err, s.dir)
}

// explain turns the failures of vault, lock, cryptvfs and storage into faults; a fault stays as it is.
func explain(err error, dir string) error {
	var f *fault.Fault
	if err == nil || errors.As(err, &f) {
		return err
	}
	var busy *lock.InUseError
	var page *cryptvfs.PageError
	var slot *vault.SlotError
	var field *storage.UnknownFieldError
	switch {
	case errors.As(err, &busy):
		program := busy.Holder.Program
		if program == "" {
			program = "其他程序"
		}
		f = fault.New(fault.InUse, program, busy.Holder.Process, busy.Holder.Since.In(ledger.Zone).Format("15:04"))
	case errors.As(err, &page):
		f = fault.New(fault.DamagedPage, page.Page)
	case errors.As(err, &slot):
		f = fault.New(fault.DamagedSlot, fmt.Sprintf("第%d个账号", slot.Index+1))
	case errors.As(err, &field):
		f = fault.New(fault.UnknownField, field.Kind, field.Key)
	case errors.Is(err, lock.ErrNetworkDrive):
		f = fault.New(fault.NetworkDrive, dir)
	case errors.Is(err, vault.ErrWrongPassword):
		f = fault.New(fault.WrongPassword)
	case errors.Is(err, vault.ErrUnknownAccount):
		f = fault.New(fault.NoAccount, strings.Trim(strings.SplitN(err.Error(), ":", 2)[0], `"`))
	case errors.Is(err, vault.ErrTampered), errors.Is(err, vault.ErrDamaged):
		f = fault.New(fault.DamagedSlot, "各账号不属于同一台账")
	case errors.Is(err, vault.ErrNewerVersion), errors.Is(err, cryptvfs.ErrNewerVersion), errors.Is(err, storage.ErrNewerSchema):
		f = fault.New(fault.Newer, "本程序为 "+Version)
	case errors.Is(err, vault.ErrNotVault), errors.Is(err, cryptvfs.ErrNotVault):
		f = fault.New(fault.NotVault, dir)
	case errors.Is(err, vault.ErrName):
		f = fault.New(fault.Refused, "账号名不能用：为空、太长或已有")
	case errors.Is(err, context.Canceled):
		f = fault.New(fault.Cancelled)
	default:
		return err
	}
	return f.Because(err)
}

// reason says in a word why a file could not be read or written.
func reason(err error) string {
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "文件不存在"
	case errors.Is(err, os.ErrPermission):
		return "没有权限"
	case errors.Is(err, os.ErrExist):
		return "文件已存在"
	}
	return "读写失败"
}
