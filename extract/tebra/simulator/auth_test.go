package simulator_test

import (
	"slices"
	"strings"
	"testing"

	"carehouse/extract/tebra/simulator"
)

const badLogin = "Invalid user name and/or password"

func TestCredentialsAreToldApart(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name              string
		change            func(a *account)
		key, login, right string
		says              string
	}{
		{"all right", func(*account) {}, "true", "true", "true", ""},
		{"key", func(a *account) { a.key += "x" }, "false", "false", "false", "Invalid customer key"},
		{"password", func(a *account) { a.password = "x" }, "true", "false", "false", badLogin},
		{"user", func(a *account) { a.user = "x" }, "true", "false", "false", "Unable to find user."},
		{"key switched off", func(a *account) { _ = a.Fault("bad-key") }, "false", "false", "false", "Invalid customer key"},
		{"password switched off", func(a *account) { _ = a.Fault("bad-password") }, "true", "false", "false", badLogin},
		{
			"right", func(a *account) { _ = a.Fault("no-permission:GetCharges") },
			"true", "true", "false", "User is not authorized.",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := open(t, simulator.Options{})
			c.change(&a)
			got := a.ask(t, "GetCharges", filter("GetCharges"))
			s := got.at("SecurityResponse")
			if s.get("CustomerKeyValid") != c.key || s.get("Authenticated") != c.login || s.get("Authorized") != c.right ||
				s.get("SecurityResult") != c.says || s.get("SecurityResultSuccess") != c.right {
				t.Fatalf("got %+v", s)
			}
			if n := len(got.rows()); (n > 0) != (c.right == "true") {
				t.Fatalf("got %d rows", n)
			}
			if missing := s.get("PermissionsMissing/Permission/string"); (missing != "") != (c.name == "right") {
				t.Fatalf("got permission %q", missing)
			}
		})
	}
}

func TestAMissingRightIsAboutOneOperation(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Faults: []string{"no-permission:GetCharges"}})
	if len(a.find(t, "GetPayments")) == 0 {
		t.Fatal("got no payments, want them")
	}
}

func TestCredentialsInAnotherOrderAreLost(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: -1})
	header := "<RequestHeader><User>" + escape(a.user) + "</User><CustomerKey>" + escape(a.key) + "</CustomerKey><Password>" +
		escape(a.password) + "</Password></RequestHeader>"
	w := a.post("GetPractices", envelope("GetPractices", header+filter("GetPractices")))
	if !strings.Contains(w.Body.String(), "<Authenticated>false") {
		t.Fatalf("got %s, want no login", w.Body)
	}
}

func TestAHeaderAtTheWrongPlaceFailsBeforeTheLogin(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: -1})
	message := envelope("GetPractices", filter("GetPractices"))
	message = strings.Replace(message, "<s:Body>", `<s:Header xmlns="`+kareo+`">`+a.header()+"</s:Header><s:Body>", 1)
	w := a.post("GetPractices", message)
	body := w.Body.String()
	if w.Code != 200 || !strings.Contains(body, "Object reference not set") || strings.Contains(body, "<Authenticated>") {
		t.Fatalf("got %d %s, want an error that knows of no login", w.Code, w.Body)
	}
}

func TestAPracticeThatIsNotAuthorizedIsSeenNowhere(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{})
	name := a.PracticeName(2)
	lost := a.find(t, "GetPatients", "PracticeID", "2")[3].get("ID")
	a.fault(t, "no-practice:2")
	got := a.ask(t, "GetCharges", filter("GetCharges", "PracticeName", name))
	if got.phantoms() != 1 || len(got.rows()) != 0 || got.get("ErrorResponse/IsError") != "false" {
		t.Errorf("got %d rows, want a phantom", len(got.rows()))
	}
	ids := column(got.at("SecurityResponse").at("PracticesAuthorized").at("PracticeID").Children, "x")
	if len(ids) != 2 || len(a.Practices()) != 2 {
		t.Errorf("got %d practices, want 2", len(ids))
	}
	if names := column(a.find(t, "GetPractices"), "PracticeName"); slices.Contains(names, name) {
		t.Errorf("got %v", names)
	}
	answer := a.ask(t, "GetPatient", "<Filter><PatientID>"+lost+"</PatientID></Filter>")
	if answer.at("Patient").Nil != "true" || answer.get("ErrorResponse/IsError") != "false" {
		t.Errorf("got patient %s of another's practice", answer.get("Patient/ID"))
	}
}

func TestTheAccountIsFoundByItsKey(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: -1, Seed: 5})
	got := result(t, "GetCustomerIdFromKey", a.post("GetCustomerIdFromKey", a.customer()).Body.Bytes())
	if got.get("CustomerId") != "9005" || got.get("IsAuthorized") != "true" {
		t.Errorf("got %+v, want 9005", got)
	}
	a.key = "x"
	got = result(t, "GetCustomerIdFromKey", a.post("GetCustomerIdFromKey", a.customer()).Body.Bytes())
	if got.get("CustomerId") != "-1" || got.get("IsAuthorized") != "false" {
		t.Errorf("got %+v, want -1", got)
	}
}
