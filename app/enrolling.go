package app

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"path"
	"slices"
	"strings"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
	"opsledger/app/rule/spoken"
)

const (
	requestFormat     = "opsledger/request/1"
	certificateFormat = "opsledger/certificate/1"
	identityKey       = "exchange.identity" // local: this device's secret exchange key, as long as it writes this feed
	centerKey         = "exchange.center"   // local: whom this device was certified by, until its ledger comes
)

// Device is a key of this ledger as people compare it.
type Device struct {
	Device      string        `json:"device"`
	Feed        ledger.FeedID `json:"feed"`
	Account     string        `json:"account"`
	Fingerprint string        `json:"fingerprint"` // 25 digits
	Words       string        `json:"words"`       // the same key in ten words
	Key         ledger.KeyID  `json:"key"`
	Roles       []ledger.Role `json:"roles"`
	Root        bool          `json:"root,omitempty"`
	Renews      bool          `json:"-"` // this session's: it heads a chain, and may put another key in its own place
	Revoked     bool          `json:"revoked,omitempty"`
	Exchange    bool          `json:"exchange"`          // bundles can be sent to it
	Instead     string        `json:"instead,omitempty"` // fingerprint of the key whose place it took here
}

// Request asks to be certified: a file that says nothing secret and proves that its maker holds the key.
type Request struct {
	Format    string          `json:"format"`
	Ledger    ledger.LedgerID `json:"ledger"`
	Account   string          `json:"account"`
	Device    string          `json:"device"`
	Feed      ledger.FeedID   `json:"feed"`
	Station   string          `json:"station"` // two digits in its readable numbers
	Key       string          `json:"key"`     // Ed25519, hex
	Recipient string          `json:"recipient"`
	Founding  json.RawMessage `json:"founding,omitempty"` // line of the commit by which the key founded its ledger
	Sig       string          `json:"sig,omitempty"`
}

// Certified is the answer: who certified, and whom, with which roles.
type Certified struct {
	Format    string          `json:"format"`
	Ledger    ledger.LedgerID `json:"ledger"`
	Founder   ledger.KeyID    `json:"founder"` // of the certifier's chain: what is pinned
	Account   string          `json:"account"`
	Device    string          `json:"device"`
	Feed      ledger.FeedID   `json:"feed"`
	Key       string          `json:"key"`
	Recipient string          `json:"recipient"`
	For       ledger.KeyID    `json:"for"`
	Roles     []ledger.Role   `json:"roles"`
	Sig       string          `json:"sig,omitempty"`
}

// Self tells this session's key.
func (a *App) Self(ctx context.Context) (d Device, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		roster, err := r.Roster(ctx)
		if err != nil {
			return err
		}
		d, err = a.self(ctx, r, roster)
		return err
	})
	return d, err
}

func (a *App) self(ctx context.Context, r Reader, roster *ledger.Roster) (Device, error) {
	c, ok := certificateOf(roster, a.Author.Actor()) // its own file may bring its center the step that makes it count
	if !ok {
		return Device{}, fault.New(fault.NoCertificate)
	}
	tip, err := r.Tip(ctx)
	d := deviceOf(roster, c)
	d.Feed = tip.Feed
	if chain := roster.Chain(c.Key); chain != nil {
		d.Renews = chain.Root() == c.Key
	}
	return d, err
}

func deviceOf(roster *ledger.Roster, c ledger.Certificate) Device {
	return Device{Device: c.Device, Feed: c.Feed, Account: c.Account, Fingerprint: ledger.Fingerprint(c.Public), Words: spoken.Of(c.Public), Key: c.Key,
		Roles: roster.Holds(c.Key), Root: roster.Root() == c.Key, Revoked: roster.Revoked(c.Key), Exchange: roster.Recipient(c.Key) != ""}
}

// Devices lists the keys that hold or held a role, in order of their certificates.
func (a *App) Devices(ctx context.Context) ([]Device, error) { return holders(ctx, a, deviceOf) }

// Ask makes a request to be certified.
func (a *App) Ask(ctx context.Context) (raw []byte, d Device, err error) {
	return a.presents(ctx, func(w Writer, roster *ledger.Roster, d Device, recipient string) (raw []byte, err error) {
		q := Request{Format: requestFormat, Ledger: a.Ledger, Account: d.Account, Device: d.Device, Feed: d.Feed, Station: a.Station,
			Key: a.publicKey(), Recipient: recipient}
		if q.Founding, err = a.foundingLine(ctx, w, roster); err != nil {
			return nil, err
		}
		return a.signFile(requestFormat, q, func(sig string) any { q.Sig = sig; return q })
	})
}

// presents makes a file by which others come to know this session's key, of the device and its exchange key.
func (a *App) presents(ctx context.Context, write func(w Writer, roster *ledger.Roster, d Device, recipient string) ([]byte, error)) (raw []byte, d Device, err error) {
	err = a.Store.Write(ctx, func(w Writer) error {
		roster, err := w.Roster(ctx)
		if err != nil {
			return err
		}
		if d, err = a.self(ctx, w, roster); err != nil {
			return err
		}
		_, recipient, err := a.identity(ctx, w)
		if err != nil {
			return err
		}
		raw, err = write(w, roster, d, recipient)
		return err
	})
	return raw, d, err
}

// publicKey is that of this session, as files have it.
func (a *App) publicKey() string {
	return hex.EncodeToString(a.Author.Key.Public().(ed25519.PublicKey))
}

// foundingLine is the commit by which this session's key founded its ledger; nil where another key did.
func (a *App) foundingLine(ctx context.Context, r Reader, roster *ledger.Roster) (json.RawMessage, error) {
	c, _ := roster.Certificate(a.Author.Actor())
	s, _, err := r.Commit(ctx, c.Since)
	if err != nil || s == nil || !founds(s, c.Public) {
		return nil, err
	}
	return s.Line()
}

// founds reports whether a commit is the one by which a key founded a ledger.
func founds(s *ledger.Sealed, public ed25519.PublicKey) bool {
	return s.Seq == 1 && len(s.After) == 0 && len(s.Entries) == 1 && s.Entries[0].Kind == ledger.RosterKind && s.Entries[0].Action == ledger.RosterRoot && s.Verify(public) == nil
}

// signFile signs the canonical form a value has without its signature, and gives the form with it.
func (a *App) signFile(domain string, v any, with func(sig string) any) ([]byte, error) {
	raw, err := ledger.Canonical(v)
	if err != nil {
		return nil, err
	}
	return ledger.Canonical(with(hex.EncodeToString(ed25519.Sign(a.Author.Key, append([]byte(domain+"\x00"), raw...)))))
}

// readFile reads what signFile wrote and gives the key that made it. What a later version tells beside is signed too, and passed over.
func readFile(raw []byte, domain string, v any) (ed25519.PublicKey, error) {
	bad := fault.New(fault.BadEnrolment)
	raw = bytes.TrimSpace(raw)
	var f ledger.Fields
	if err := json.Unmarshal(raw, &f); err != nil {
		return nil, bad.Because(err)
	}
	again, err := ledger.Canonical(f)
	if err != nil || !bytes.Equal(again, raw) {
		return nil, bad.Because(err)
	}
	if f.Text("format") != domain {
		if path.Dir(f.Text("format")) == path.Dir(domain) && f.Text("format") > domain {
			bad = fault.New(fault.NewerEnrolment)
		}
		return nil, bad
	}
	public, errKey := hex.DecodeString(f.Text("key"))
	sig, errSig := hex.DecodeString(f.Text("sig"))
	delete(f, "sig")
	plain, err := ledger.Canonical(f)
	if err := errors.Join(err, errKey, errSig); err != nil || len(public) != ed25519.PublicKeySize || !ed25519.Verify(public, append([]byte(domain+"\x00"), plain...), sig) {
		return nil, bad.Because(err)
	}
	if err := json.Unmarshal(raw, v); err != nil {
		return nil, bad.Because(err)
	}
	return public, nil
}

// sameFingerprint compares what was read face to face with a key: its digits, or its words.
func sameFingerprint(said string, public ed25519.PublicKey) error {
	digits := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, dictionary.Normal(s))
	}
	wrong := fault.New(fault.WrongFingerprint)
	switch {
	case !spoken.Written(said) && digits(said) == digits(ledger.Fingerprint(public)), spoken.Same(said, public):
		return nil
	case len(spoken.Strange(said)) > 0:
		return wrong.With("词表里没有“" + strings.Join(spoken.Strange(said), "、") + "”，请照对方屏幕上的字重新输入；仍不一致时，文件可能被换过，不要使用")
	}
	return wrong
}

// Certify takes in whoever made a request, under roles, once its fingerprint was compared. It gives the answer file.
func (a *App) Certify(ctx context.Context, raw []byte, fingerprint string, roles ...ledger.Role) (answer []byte, d Device, err error) {
	q, public, err := a.request(raw)
	if err != nil {
		return nil, d, err
	}
	if err := sameFingerprint(fingerprint, public); err != nil {
		return nil, d, err
	}
	if err := CheckRoles(roles); err != nil {
		return nil, d, err
	}
	c := ledger.Certificate{Key: ledger.NewKeyID(public), Public: public, Account: q.Account, Device: q.Device, Roles: roles, Feed: q.Feed, Recipient: q.Recipient, Station: q.Station}
	if err := a.Courier.Reachable(q.Recipient); err != nil { // the file for all could not be sealed any more
		return nil, d, fault.New(fault.BadEnrolment).Because(err)
	}
	err = a.Store.Write(ctx, func(w Writer) (err error) {
		answer, d, err = a.certify(ctx, w, q, c)
		return err
	})
	return answer, d, err
}

func (a *App) certify(ctx context.Context, w Writer, q Request, c ledger.Certificate) ([]byte, Device, error) {
	roster, err := w.Roster(ctx)
	if err != nil {
		return nil, Device{}, err
	}
	me, _ := roster.Certificate(a.Author.Actor())
	if roster.Root() != me.Key {
		root, _ := roster.Certificate(roster.Root())
		return nil, Device{}, a.mayNot(roster, "给其他设备签发证书", "建立台账的账号（"+root.Account+"）")
	}
	if _, known := roster.Certificate(c.Key); known {
		return nil, Device{}, fault.New(fault.Refused, "“"+c.Account+"”（"+c.Device+"）已有证书").With("证书文件没送到的，再写出一份（窗口在“往来”的“再存证书”，命令行用 opsctl device certificate）；角色用 role 调整；已吊销的设备请换新密钥后重新申请")
	}
	if err := a.ownFeed(ctx, w, roster, q); err != nil {
		return nil, Device{}, err
	}
	if err := a.ownNumber(ctx, w, roster, q); err != nil {
		return nil, Device{}, err
	}
	if len(q.Founding) > 0 {
		s, err := ledger.ReadLine(q.Founding)
		if err != nil || s.Ledger != a.Ledger || !founds(s, c.Public) {
			return nil, Device{}, fault.New(fault.BadEnrolment).Because(err)
		}
		if err := w.Append(ctx, s); err != nil {
			return nil, Device{}, err
		}
	}
	_, recipient, err := a.identity(ctx, w)
	if err != nil {
		return nil, Device{}, err
	}
	if roster.Recipient(me.Key) != recipient {
		mine := me
		mine.Recipient, mine.Recovery, mine.Roles = recipient, nil, roster.Holds(me.Key)
		if _, err := a.rosterStep(ctx, w, mine); err != nil {
			return nil, Device{}, err
		}
	}
	if roster, err = a.rosterStep(ctx, w, c); err != nil {
		return nil, Device{}, err
	}
	out := Certified{Format: certificateFormat, Ledger: a.Ledger, Founder: roster.Founder(), Account: me.Account, Device: me.Device, Feed: me.Feed,
		Key: hex.EncodeToString(me.Public), Recipient: recipient, For: c.Key, Roles: c.Roles}
	raw, err := a.signFile(certificateFormat, out, func(sig string) any { out.Sig = sig; return out })
	if err == nil {
		err = w.SetLocal(ctx, answerKey(c.Key), string(raw))
	}
	if err == nil {
		err = w.SetLocal(ctx, enrolledKey(c.Key), ledger.FormatTime(a.Now()))
	}
	return raw, deviceOf(roster, c), err
}

// ownFeed sees that a device asks for a feed of its own: this PC's accounts are certified without a request, and a feed that has a device
// already is that one's, with another account or another key.
func (a *App) ownFeed(ctx context.Context, w Writer, roster *ledger.Roster, q Request) error {
	self, _, err := a.itself(ctx, w)
	if err != nil {
		return err
	}
	has := ""
	if me, _ := roster.Certificate(a.Author.Actor()); q.Feed == self.Feed || q.Feed == me.Feed || slices.Contains(self.Former, q.Feed) {
		has = a.Device + "（本机）"
	}
	for _, c := range roster.Certificates() {
		if has == "" && c.Feed == q.Feed && len(roster.Holds(c.Key)) > 0 && (c.Device != q.Device || c.Station != "" && c.Station != q.Station) {
			has = c.Device
		}
	}
	if has == "" {
		return nil
	}
	return fault.New(fault.Refused, "“"+q.Device+"”的申请写的是“"+has+"”的设备日志").With("文件可能被改过，不要受理。请对方在自己的电脑上重新建立台账后申请；是本机的账号，请在设置里增加")
}

// ownNumber sees that no device in use has the station number of one that asks, this one included.
func (a *App) ownNumber(ctx context.Context, r Reader, roster *ledger.Roster, q Request) error {
	all, err := allHeard(ctx, r)
	if err != nil {
		return err
	}
	remedy := "请其中一方另取编号：没有记录的重新建立台账（init --station），已有记录的用 --here copied --station 改号后重新申请"
	has := ""
	for _, h := range inUse(all) {
		if h.Station == q.Station && h.Feed != q.Feed && len(roster.Holds(h.Key)) > 0 {
			has = h.Device
		}
	}
	for _, c := range roster.Certificates() {
		_, heard := all[c.Feed]
		if c.Station == q.Station && c.Key != a.Author.Actor() && c.Feed != q.Feed && !heard && givenUpFor(all, c.Feed) == "" && len(roster.Holds(c.Key)) > 0 {
			has = c.Device
		}
	}
	switch {
	case q.Station == a.Station:
		has = a.Device + "（本机）"
	case has == "":
		return nil
	default:
		remedy += "；“" + has + "”已不再使用的，先吊销它"
	}
	return fault.New(fault.Refused, "“"+q.Device+"”的工作站编号（"+q.Station+"）与“"+has+"”相同，两边的编号会重复").With(remedy)
}

func (a *App) rosterStep(ctx context.Context, w Writer, c ledger.Certificate) (*ledger.Roster, error) {
	if err := a.checkClock(ctx, w); err != nil {
		return nil, err
	}
	r, err := w.Roster(ctx)
	if err != nil {
		return nil, err
	}
	if err := a.write(ctx, w, []stepEntry{{entry: ledger.CertificateEntry(a.Ledger, ledger.RosterCertify, c, r.Last()...)}}); err != nil {
		return nil, err
	}
	return w.Roster(ctx)
}
