package app

import (
	"context"
	"crypto/ed25519"
	"slices"

	"opsledger/app/fault"
	"opsledger/app/ledger"
)

// Seat is an account of this ledger as its roster knows it.
type Seat struct {
	Name    string        `json:"name"`
	Device  string        `json:"device"`
	Roles   []ledger.Role `json:"roles"`
	Key     ledger.KeyID  `json:"key"`
	Root    bool          `json:"root,omitempty"`
	Revoked bool          `json:"revoked,omitempty"`
}

// Seats lists the accounts certified for a device's keys, in the order of their certificates.
func (a *App) Seats(ctx context.Context) ([]Seat, error) { return holders(ctx, a, seat) }

// holders tells of every key that holds or held a role, in order of their certificates.
func holders[T any](ctx context.Context, a *App, told func(*ledger.Roster, ledger.Certificate) T) (out []T, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		roster, err := r.Roster(ctx)
		if err != nil {
			return err
		}
		for _, c := range roster.Certificates() {
			if roster.Served(c.Key) {
				out = append(out, told(roster, c))
			}
		}
		return nil
	})
	return out, err
}

func seat(roster *ledger.Roster, c ledger.Certificate) Seat {
	return Seat{Name: c.Account, Device: c.Device, Roles: roster.Holds(c.Key), Key: c.Key, Root: roster.Root() == c.Key, Revoked: roster.Revoked(c.Key)}
}

// Appoint certifies a new key for an account. do is the other half (the key slot): it runs once all checks have
// passed, and its failure leaves the ledger as it was.
func (a *App) Appoint(ctx context.Context, c ledger.Certificate, do func() error) error {
	if err := CheckRoles(c.Roles); err != nil {
		return err
	}
	return a.roster(ctx, do, func(_ Reader, r *ledger.Roster) (ledger.Entry, error) {
		return ledger.CertificateEntry(a.Ledger, ledger.RosterCertify, c, r.LastFor(a.Author.Actor())...), nil
	})
}

// Dismiss revokes the keys an account holds on this device: what they signed up to now stands.
func (a *App) Dismiss(ctx context.Context, account string, do func() error) error {
	return a.roster(ctx, do, func(rd Reader, r *ledger.Roster) (ledger.Entry, error) {
		c, err := a.holder(r, account)
		if err != nil {
			return ledger.Entry{}, err
		}
		last, err := rd.LastSigned(ctx, c.Key)
		return ledger.RevokeEntry(a.Ledger, c.Key, last, r.LastFor(a.Author.Actor())...), err
	})
}

// SetRoles gives an account other roles for what it signs from now on.
func (a *App) SetRoles(ctx context.Context, account string, change func([]ledger.Role) []ledger.Role) error {
	return a.roster(ctx, nil, func(rd Reader, r *ledger.Roster) (ledger.Entry, error) {
		c, err := a.holder(r, account)
		if err != nil {
			return ledger.Entry{}, err
		}
		roles := change(slices.Clone(r.Holds(c.Key)))
		if err := CheckRoles(roles); err != nil {
			return ledger.Entry{}, err
		}
		last, err := rd.LastSigned(ctx, c.Key)
		return ledger.RoleEntry(a.Ledger, c.Key, roles, last, r.LastFor(a.Author.Actor())...), err
	})
}

// Succeed gives an account that lost its key a new one, under its old roles: as root where it was the root. It is
// signed by the paper key, and the lost key is revoked.
func (a *App) Succeed(ctx context.Context, account string, public ed25519.PublicKey, do func() error) error {
	var lost ledger.Certificate
	err := a.roster(ctx, do, func(_ Reader, r *ledger.Roster) (_ ledger.Entry, err error) {
		if lost, err = a.holder(r, account); err != nil {
			return ledger.Entry{}, err
		}
		heir := ledger.Certificate{Public: public, Account: account, Device: lost.Device, Roles: r.Holds(lost.Key), Feed: lost.Feed}
		action := ledger.RosterCertify
		if chain := r.Chain(a.Author.Actor()); chain.Root() == lost.Key {
			action, heir.Recovery = ledger.RosterRoot, chain.Paper()
		}
		return ledger.CertificateEntry(a.Ledger, action, heir, r.LastFor(a.Author.Actor())...), nil
	})
	if err != nil {
		return err
	}
	return a.roster(ctx, nil, func(rd Reader, r *ledger.Roster) (ledger.Entry, error) {
		last, err := rd.LastSigned(ctx, lost.Key)
		return ledger.RevokeEntry(a.Ledger, lost.Key, last, r.LastFor(a.Author.Actor())...), err
	})
}

// Repaper names another paper key of the root's: the one before signs nothing from now on.
func (a *App) Repaper(ctx context.Context, paper ed25519.PublicKey, do func() error) error {
	return a.roster(ctx, do, func(_ Reader, r *ledger.Roster) (ledger.Entry, error) {
		root := r.Chain(a.Author.Actor()).Root()
		c, ok := r.Certificate(root)
		if !ok || root != a.Author.Actor() {
			return ledger.Entry{}, fault.New(fault.NotAllowed, "换发恢复密钥", "建立台账的账号（"+c.Account+"）")
		}
		c.Recovery, c.Roles = paper, r.Holds(c.Key)
		return ledger.CertificateEntry(a.Ledger, ledger.RosterRoot, c, r.LastFor(a.Author.Actor())...), nil
	})
}

// roster writes one roster step, which stands alone in its commit.
func (a *App) roster(ctx context.Context, do func() error, step func(Reader, *ledger.Roster) (ledger.Entry, error)) error {
	return a.Store.Write(ctx, func(w Writer) error {
		if err := a.checkClock(ctx, w); err != nil {
			return err
		}
		r, err := w.Roster(ctx)
		if err != nil {
			return err
		}
		chain := r.Chain(a.Author.Actor())
		if chain == nil {
			root, _ := r.Certificate(r.Root())
			return a.mayNot(r, "账号与角色管理", "建立台账的账号（"+root.Account+"）")
		}
		e, err := step(w, r)
		if err != nil {
			return err
		}
		if err := a.write(ctx, w, []stepEntry{{entry: e}}); err != nil || do == nil {
			return err
		}
		return do()
	})
}

// holder finds the certificate an account uses on this device: the latest that is not revoked.
func (a *App) holder(r *ledger.Roster, account string) (c ledger.Certificate, err error) {
	for _, d := range r.Certificates() {
		if d.Account == account && r.Served(d.Key) && !r.Revoked(d.Key) {
			c = d
		}
	}
	if c.Key == "" {
		return c, fault.New(fault.NotFound, "账号", account).With("请检查账号名")
	}
	return c, nil
}

// apart are the three roles no one may join (三员分立): who runs the system, who guards it, who audits both.
var apart = []ledger.Role{ledger.Sysadmin, ledger.Secadmin, ledger.Auditor}

// CheckRoles refuses roles that are none, or that one account may not hold together.
func CheckRoles(roles []ledger.Role) error {
	var admin []ledger.Role
	for _, r := range roles {
		if roleLabels[r] == "" {
			return fault.New(fault.Usage, "没有角色“"+string(r)+"”；可用：engineer、lead、center、auditor、sysadmin、secadmin")
		}
		if slices.Contains(apart, r) {
			admin = append(admin, r)
		}
	}
	switch {
	case len(roles) == 0:
		return fault.New(fault.Refused, "账号至少要有一个角色").With("不再使用的账号请停用（opsctl disable）")
	case len(admin) > 1 || len(admin) == 1 && len(roles) > 1:
		return fault.New(fault.Refused, RoleNames(admin, "或")+"不能兼任其他角色（三员分立）").With("请另建账号")
	}
	return nil
}
