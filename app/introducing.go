package app

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/rule/spoken"
)

const (
	introductionFormat = "opsledger/introduction/1"
	vouchDomain        = "opsledger/vouch/1"
	vouchesKey         = "exchange.vouches" // local: by which earlier keys this session's key is vouched for
)

// Vouch is an earlier key's word for the one that came after it.
type Vouch struct {
	Old string `json:"old"` // Ed25519, hex
	New string `json:"new"`
	Sig string `json:"sig"` // of Old, over ledger and New
}

// Introduction tells stations of a center's key that they don't know yet: one that took another's place.
type Introduction struct {
	Certified
	Vouches []Vouch `json:"vouches,omitempty"`
}

// Introduce makes the file by which stations come to know this session's key.
func (a *App) Introduce(ctx context.Context) (raw []byte, d Device, err error) {
	return a.presents(ctx, func(w Writer, roster *ledger.Roster, d Device, recipient string) (raw []byte, err error) {
		if root, _ := roster.Certificate(roster.Root()); root.Key != d.Key {
			return nil, a.mayNot(roster, "介绍新密钥", "建立台账的账号（"+root.Account+"）")
		}
		i := Introduction{Certified: Certified{Format: introductionFormat, Ledger: a.Ledger, Founder: roster.Founder(), Account: d.Account, Device: d.Device, Feed: d.Feed,
			Key: a.publicKey(), Recipient: recipient}}
		if i.Vouches, err = vouches(ctx, w); err != nil {
			return nil, err
		}
		return a.signFile(introductionFormat, i, func(sig string) any { i.Sig = sig; return i })
	})
}

func vouches(ctx context.Context, r Reader) (out []Vouch, err error) {
	raw, err := r.Local(ctx, vouchesKey)
	if err == nil && raw != "" {
		err = json.Unmarshal([]byte(raw), &out)
	}
	if err != nil {
		return nil, fmt.Errorf("reading vouches: %w", err)
	}
	return out, nil
}

func vouched(l ledger.LedgerID, public string) []byte {
	return []byte(vouchDomain + "\x00" + string(l) + "\x00" + public)
}

// leads reports whether vouches lead from a key that is trusted to another.
func leads(l ledger.LedgerID, from, to string, list []Vouch) bool {
	for _, v := range list {
		key, errKey := hex.DecodeString(v.Old)
		sig, errSig := hex.DecodeString(v.Sig)
		if v.Old == from && from != to && errKey == nil && errSig == nil && len(key) == ed25519.PublicKeySize && ed25519.Verify(key, vouched(l, v.New), sig) {
			from = v.New
		}
	}
	return from == to
}

// Renew puts another key in the place of this session's, who founded its chain: the old one names it. do is the other half (the key
// slot), as in Appoint.
func (a *App) Renew(ctx context.Context, public ed25519.PublicKey, do func() error) error {
	err := a.Store.Write(ctx, func(w Writer) error { // of no meaning where the rest fails: nobody has that key
		list, err := vouches(ctx, w)
		if err != nil {
			return err
		}
		next := hex.EncodeToString(public)
		old := a.Author.Key.Public().(ed25519.PublicKey)
		raw, err := json.Marshal(append(list, Vouch{hex.EncodeToString(old), next, hex.EncodeToString(ed25519.Sign(a.Author.Key, vouched(a.Ledger, next)))}))
		if err != nil {
			return fmt.Errorf("keeping a vouch: %w", err)
		}
		return w.SetLocal(ctx, vouchesKey, string(raw))
	})
	if err != nil {
		return err
	}
	return a.roster(ctx, do, func(_ Reader, r *ledger.Roster) (ledger.Entry, error) {
		me, _ := r.Certificate(a.Author.Actor())
		chain := r.Chain(me.Key)
		heir := ledger.Certificate{Public: public, Account: me.Account, Device: me.Device, Roles: r.Holds(me.Key), Feed: me.Feed, Station: me.Station, Recovery: chain.Paper()}
		return ledger.CertificateEntry(a.Ledger, ledger.RosterRoot, heir, chain.Last()...), nil
	})
}

// Retire revokes a key whose place this session's took.
func (a *App) Retire(ctx context.Context, old ledger.KeyID) error {
	return a.roster(ctx, nil, func(rd Reader, r *ledger.Roster) (ledger.Entry, error) {
		last, err := rd.LastSigned(ctx, old)
		return ledger.RevokeEntry(a.Ledger, old, last, r.LastFor(a.Author.Actor())...), err
	})
}

// Adopt takes over a center whose key was lost, named by its fingerprint as the stations know it: what it certified and ruled up to what
// is here counts as before, and nothing that its keys sign later.
func (a *App) Adopt(ctx context.Context, fingerprint string) (d Device, err error) {
	err = a.Store.Write(ctx, func(w Writer) error {
		if err := a.checkClock(ctx, w); err != nil {
			return err
		}
		roster, err := w.Roster(ctx)
		if err != nil {
			return err
		}
		if root, _ := roster.Certificate(roster.Root()); root.Key != a.Author.Actor() {
			return a.mayNot(roster, "承接原信息中心", "建立台账的账号（"+root.Account+"）")
		}
		list := roster.Strangers()
		i := slices.IndexFunc(list, func(c ledger.Certificate) bool { return sameFingerprint(fingerprint, c.Public) == nil })
		if i < 0 {
			return fault.New(fault.Refused, "这里没有这个指纹的原信息中心").With("请先导入各工作站的交换包；原信息中心最初的指纹，见工作站的“交换 / 往来”或 opsctl device list")
		}
		c := list[i]
		c.Roles, c.Recovery = []ledger.Role{ledger.Center}, nil
		if err := a.write(ctx, w, []stepEntry{{entry: ledger.AdoptEntry(a.Ledger, c, roster.Last()...)}}); err != nil {
			return err
		}
		if err := a.retireCenters(ctx, w, roster); err != nil {
			return err
		}
		if roster, err = w.Roster(ctx); err != nil {
			return err
		}
		d = deviceOf(roster, c)
		return nil
	})
	return d, err
}

// retireCenters revokes the keys that hold the center's role now and were not known before.
func (a *App) retireCenters(ctx context.Context, w Writer, before *ledger.Roster) error {
	now, err := w.Roster(ctx)
	if err != nil {
		return err
	}
	for _, c := range now.Certificates() {
		if _, known := before.Certificate(c.Key); known || !slices.Contains(now.Holds(c.Key), ledger.Center) {
			continue
		}
		last, err := w.LastSigned(ctx, c.Key)
		if err != nil {
			return err
		}
		r, err := w.Roster(ctx)
		if err == nil {
			err = a.write(ctx, w, []stepEntry{{entry: ledger.RevokeEntry(a.Ledger, c.Key, last, r.Last()...)}})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Accept takes a certificate or an introduction in once its maker's fingerprint was compared: from then on this store trusts his chain.
// Where a key trusted so far vouches for it, no fingerprint is needed.
func (a *App) Accept(ctx context.Context, raw []byte, fingerprint string) (Device, error) {
	return a.accept(ctx, raw, fingerprint, false)
}

// AcceptInstead is Accept for a center that is not the one this store trusts so far, and takes its place.
func (a *App) AcceptInstead(ctx context.Context, raw []byte, fingerprint string) (Device, error) {
	return a.accept(ctx, raw, fingerprint, true)
}

func (a *App) accept(ctx context.Context, raw []byte, fingerprint string, instead bool) (d Device, err error) {
	i, public, err := a.answer(raw)
	if err != nil {
		return d, err
	}
	err = a.Store.Write(ctx, func(w Writer) error {
		t, err := a.trusted(ctx, w)
		if err != nil {
			return err
		}
		if !t.vouches(a.Ledger, i) {
			if err := sameFingerprint(fingerprint, public); err != nil {
				return err
			}
		}
		was, _ := hex.DecodeString(t.key)
		if t.any && t.by.Founder != i.Founder && !instead {
			return fault.New(fault.OtherCenter, t.by.Device, ledger.Fingerprint(was))
		}
		d = Device{Device: i.Device, Feed: i.Feed, Account: i.Account, Fingerprint: ledger.Fingerprint(public), Words: spoken.Of(public), Key: ledger.NewKeyID(public), Root: true, Exchange: true}
		if t.any && t.key != i.Key {
			d.Instead = ledger.Fingerprint(was)
		}
		i.Certified.For = a.Author.Actor()
		kept, err := json.Marshal(i.Certified)
		if err != nil {
			return fmt.Errorf("keeping whom this store trusts: %w", err)
		}
		if err := errors.Join(w.SetLocal(ctx, centerKey, string(kept)), w.SetLocal(ctx, enrolledKey(d.Key), ledger.FormatTime(a.Now()))); err != nil {
			return err
		}
		return w.Pin(ctx, i.Founder)
	})
	return d, err
}

// trust is the center this store goes by so far.
type trust struct {
	any bool
	by  Certified
	key string // the one it has now, hex
}

func (a *App) trusted(ctx context.Context, r Reader) (t trust, err error) {
	if t.by, t.any, err = a.certifier(ctx, r); err != nil {
		return t, err
	}
	roster, err := r.Roster(ctx)
	if err != nil {
		return t, err
	}
	t.key = t.by.Key
	if root, ok := roster.Certificate(roster.Root()); ok && roster.Founder() == t.by.Founder {
		t.key = hex.EncodeToString(root.Public)
	}
	return t, nil
}

// vouches reports whether the key trusted so far vouches for the one introduced: no fingerprint is needed then.
func (t trust) vouches(l ledger.LedgerID, i Introduction) bool {
	return t.any && leads(l, t.key, i.Key, i.Vouches)
}

// LostCenters are the centers whose ledger came here with files of stations and that nobody took over: what Adopt may name. Each is
// told by the key that founded it.
func (a *App) LostCenters(ctx context.Context) (out []Device, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		roster, err := r.Roster(ctx)
		if err != nil {
			return err
		}
		out = lostCenters(roster)
		return nil
	})
	return out, err
}

func lostCenters(roster *ledger.Roster) (out []Device) {
	for _, c := range roster.Strangers() {
		if slices.Contains(c.Roles, ledger.Center) {
			out = append(out, Device{Device: c.Device, Feed: c.Feed, Account: c.Account, Fingerprint: ledger.Fingerprint(c.Public), Words: spoken.Of(c.Public), Key: c.Key, Roles: c.Roles})
		}
	}
	return out
}
