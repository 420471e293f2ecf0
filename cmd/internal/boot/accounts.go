package boot

import (
	"context"
	"crypto/ed25519"
	"errors"
	"slices"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/storage/vault"
)

// Account is a way into the store.
type Account struct {
	app.Seat
	State string `json:"state"` // active, disabled, uncertified
}

// RoleNames names roles in Chinese.
func RoleNames(roles []ledger.Role) string { return app.RoleNames(roles, "、") }

// Accounts lists the slots of this store with what the roster says of them.
func (s *Session) Accounts(ctx context.Context) ([]Account, error) {
	slots, err := s.o.slots(s.Dir).List()
	if err != nil {
		return nil, explain(err, s.Dir)
	}
	seats, err := s.Seats(ctx)
	if err != nil {
		return nil, err
	}
	var out []Account
	for _, slot := range slots {
		if slot.Kind == vault.Account {
			out = append(out, account(slot, seats))
		}
	}
	return out, nil
}

// account joins a slot with the newest certificate of its name.
func account(slot vault.Slot, seats []app.Seat) Account {
	a := Account{Seat: app.Seat{Name: slot.Name}, State: "uncertified"}
	for _, seat := range seats {
		if seat.Name == slot.Name {
			a.Seat, a.State = seat, "active"
		}
	}
	if slot.State == vault.Disabled || a.Revoked {
		a.State = "disabled"
	}
	if a.Roles == nil {
		a.Roles = []ledger.Role{}
	}
	return a
}

// AddAccount makes an account with a key of its own and certifies it.
func (s *Session) AddAccount(ctx context.Context, name, password string, roles ...ledger.Role) (app.Seat, error) {
	if err := strong(name, password); err != nil {
		return app.Seat{}, err
	}
	if err := s.cleanSlot(ctx, name); err != nil {
		return app.Seat{}, err
	}
	seed, meta := vault.NewSeed(), s.store.Meta()
	c := ledger.Certificate{Public: publicOf(seed), Account: name, Device: meta.Name, Roles: roles, Feed: meta.Feed}
	err := s.bothHalves(func(slot func(func() error) func() error) error {
		return s.Appoint(ctx, c, slot(func() error { return s.keys.AddAccount(name, password, seed) }))
	})
	return app.Seat{Name: name, Device: c.Device, Roles: roles, Key: ledger.NewKeyID(c.Public)}, err
}

// cleanSlot switches off a slot that no certificate stands behind: adding the account stopped half-way.
func (s *Session) cleanSlot(ctx context.Context, name string) error {
	all, err := s.Accounts(ctx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(a Account) bool { return a.Name == name && a.State == "uncertified" }) && name != s.keys.Name() {
		return explain(s.keys.Disable(name), s.Dir)
	}
	return nil
}

// Disable switches an account off and revokes its key from here on: what it signed stands.
func (s *Session) Disable(ctx context.Context, name string) error {
	if name == s.keys.Name() {
		return fault.New(fault.Refused, "不能停用正在使用的账号“"+name+"”").With("请由建立台账的账号办理")
	}
	return s.bothHalves(func(slot func(func() error) func() error) error {
		return s.Dismiss(ctx, name, slot(func() error { return s.keys.Disable(name) }))
	})
}

// bothHalves runs a change of key slots within a transaction of the ledger, and puts the slots back where the
// transaction fails after them.
func (s *Session) bothHalves(do func(slot func(func() error) func() error) error) error {
	before, err := s.keys.Snapshot()
	if err != nil {
		return explain(err, s.Dir)
	}
	changed := false
	err = do(func(change func() error) func() error {
		return func() error {
			err := explain(change(), s.Dir)
			changed = err == nil
			return err
		}
	})
	if err != nil && changed {
		return errors.Join(err, s.keys.Restore(before))
	}
	before.Drop() // one that stays lies there until the next change
	return err
}

// ChangePassword rewrites the slot of this session's account.
func (s *Session) ChangePassword(old, new string) error {
	if err := strong(s.keys.Name(), new); err != nil {
		return err
	}
	if old == new {
		return fault.New(fault.Refused, "新口令与原口令相同")
	}
	return explain(s.keys.ChangePassword(new), s.Dir)
}

// NewRecoveryKey makes another paper key: the one before opens nothing any more. It is told once.
func (s *Session) NewRecoveryKey(ctx context.Context) (string, error) {
	key, seed := vault.NewRecoveryKey(), vault.NewSeed()
	err := s.bothHalves(func(slot func(func() error) func() error) error {
		return s.Repaper(ctx, publicOf(seed), slot(func() error { return s.keys.RenewRecovery(key, seed) }))
	})
	if err != nil {
		return "", err
	}
	return key.String(), nil
}

// RenewKey puts another signing key in the place of this session's own: the old one names it, and is revoked from then on.
func (s *Session) RenewKey(ctx context.Context, password string) error {
	if err := s.CheckPassword(password); err != nil {
		return err
	}
	seed, old := vault.NewSeed(), s.Author.Actor()
	err := s.bothHalves(func(slot func(func() error) func() error) error {
		return s.Renew(ctx, publicOf(seed), slot(func() error { return s.keys.Renew(s.keys.Name(), password, seed) }))
	})
	if err != nil {
		return err
	}
	s.signWith(ed25519.NewKeyFromSeed(seed[:]))
	return s.Retire(ctx, old)
}

// CheckPassword sees that a password is this session's account's: whoever sits down at an open window does not have it.
func (s *Session) CheckPassword(password string) error {
	keys, err := s.o.slots(s.Dir).Open(s.keys.Name(), password)
	if err != nil {
		return explain(err, s.Dir)
	}
	keys.Close()
	return nil
}

func strong(name, password string) error {
	if weak := vault.Strength(name, password); len(weak) > 0 {
		return fault.New(fault.WeakPassword, weakness(weak))
	}
	return nil
}

// Recover gives an account a new password by the paper key, and a new signing key under the old roles. The session
// it returns is the account's.
func Recover(ctx context.Context, o Options, recoveryKey, password string) (*Session, error) {
	l, err := o.acquire(ctx)
	if err != nil {
		return nil, err
	}
	s := &Session{Dir: o.Dir, o: o, lock: l}
	if err := s.recover(ctx, recoveryKey, password); err != nil {
		return nil, errors.Join(explain(err, o.Dir), s.Close())
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	o.Password = password
	return Open(ctx, o)
}

func (s *Session) recover(ctx context.Context, recoveryKey, password string) (err error) {
	s.keys, err = s.o.slots(s.Dir).Recover(recoveryKey)
	if errors.Is(err, vault.ErrWrongPassword) { // a whole key, of another store
		return fault.New(fault.RecoveryKey).With("这是另一个台账的恢复密钥，请换用本台账的纸件").Because(err)
	}
	if err != nil {
		return err
	}
	if err := s.start(ctx); err != nil {
		return err
	}
	name := s.o.User
	if name == "" {
		all, err := s.Accounts(ctx)
		if err != nil {
			return err
		}
		if len(all) != 1 {
			return fault.New(fault.Usage, "有多个账号，须用 --user 指明")
		}
		name = all[0].Name
	}
	s.o.User = name
	if err := strong(name, password); err != nil {
		return err
	}
	seed := vault.NewSeed()
	return s.bothHalves(func(slot func(func() error) func() error) error {
		return s.Succeed(ctx, name, publicOf(seed), slot(func() error { return s.keys.Renew(name, password, seed) }))
	})
}
