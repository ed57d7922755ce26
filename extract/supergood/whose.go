package supergood

import (
	"cmp"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"carehouse/models"
)

// An owner is what is in the file that says whose records a tenant has: a digest, which names nobody.
type owner struct {
	Whose string `json:"whose"`
}

// whoseOf names the tenant that a session is of, as the portal tells it or the configuration; it is "" where neither does.
func (s *Source) whoseOf(told string) string {
	id := cmp.Or(told, s.config.Auth.TenantID)
	if id == "" {
		return ""
	}
	sum := digest("whose", id)
	return hex.EncodeToString(sum[:6])
}

// ours makes sure that the session is of the tenant whose records were fetched so far. A user who may see several is given the
// one that somebody has chosen in the portal, and a configuration may be changed; two tenants may have equal ids, so that the
// records of one would take the place of the other's. The first page that is fetched decides, and then it is kept; what only
// looks does not. The caller has the user's turn.
func (s *Source) ours(keep bool) error {
	whose, vault := s.session.whose, s.steps.vault
	if whose == "" || whose == s.whose || vault == nil {
		return nil
	}
	file := path.Join(s.memory, "whose.json")
	content, err := vault.Read(file)
	var before owner
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("whose records were fetched: %w", err)
	case err == nil && json.Unmarshal(content, &before) == nil && before.Whose != "" && before.Whose != whose:
		t := &trouble{
			text: "what was fetched so far is of another tenant of the portal than this session", outcome: models.NeedsPerson,
			advice: "look at auth.tenant_id; another tenant of the portal takes another name here; or, if it is the same one by another id, " +
				"delete memory/supergood/" + s.tenant + "/whose.json in the home, then: " + s.checkCommand(),
		}
		s.session.bar(t)
		return t
	case before.Whose == "" && !keep:
		return nil
	case before.Whose == "":
		if content, err = json.Marshal(owner{whose}); err != nil {
			return err
		}
		if err := vault.Write(file, content); err != nil {
			return fmt.Errorf("whose records are fetched: %w", err)
		}
	}
	s.whose = whose
	return nil
}
