package store

import (
	"errors"
	"testing"
)

// A password whose letters are those of other words is masked where it is the password.
func TestPasswordsAreMaskedWhereTheyStand(t *testing.T) {
	for _, c := range [][3]string{
		{"p", "dial tcp 192.0.2.1:3306: connect: connection refused", "dial tcp 192.0.2.1:3306: connect: connection refused"},
		{"p", "bad DSN u:p@tcp(h:3306)/n", "bad DSN u:****@tcp(h:3306)/n"},
		{"a b@c", `parse "mysql://u:a%20b%40c@h/n"`, `parse "mysql://u:****@h/n"`},
		{"a b@c", `parse "mysql://u:a+b%40c@h/n"`, `parse "mysql://u:****@h/n"`},
		{"", "u:@h", "u:@h"},
	} {
		if got := (mysqlURL{password: c[0]}).withoutPassword(errors.New(c[1])).Error(); got != c[2] {
			t.Errorf("%q: %s, want %s", c[0], got, c[2])
		}
	}
}
