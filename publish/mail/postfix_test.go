package mail_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/smtp"
	"net/textproto"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"nameyard/app/apptest"
)

// A stock Postfix, set up as docs/mail-forwarding.md has it, forwards what it should and nothing else.
func TestPostfixForwardsAsTheDocumentSetsItUp(t *testing.T) {
	t.Parallel()
	needPostfix(t)
	h := newHouse(t, apptest.SQLite)
	h.forward("exampledomain.com", "test=owner@dest.example", "two=a@dest.example,b@dest.example", "self=self@exampledomain.com")
	h.forward("loop1.com", "x=x@loop2.com")
	h.forward("loop2.com", "x=x@loop1.com")
	h.forward("all.com", "*=all@dest.example")
	h.forward("later.com", "info=later@dest.example")
	h.forward("busy.com", "info=a@dest.example,b@dest.example,c@dest.example")
	sink := newSink(t)
	maps := newGate(t, h.start())
	mx, folder := startPostfix(t, maps.at, sink.addr())

	for _, c := range []struct {
		from, to, refused string
		arrives           []string
	}{
		{"alice@sender.example", "test@exampledomain.com", "", []string{"owner@dest.example"}},
		{"alice@sender.example", "Test+news@ExampleDomain.com", "", []string{"owner@dest.example"}},
		{"alice@sender.example", "two@exampledomain.com", "", []string{"a@dest.example", "b@dest.example"}},
		{"alice@sender.example", "anybody@all.com", "", []string{"all@dest.example"}},
		{"alice@sender.example", "nobody@exampledomain.com", "550 5.1.1", nil},
		{"alice@sender.example", "self@exampledomain.com", "550 5.1.1", nil},
		{"alice@sender.example", "x@loop1.com", "550 5.1.1", nil},
		{"alice@sender.example", "someone@elsewhere.example", "554 5.7.1", nil},
		{"alice@sender.example", "info@busy.com", "", []string{"a@dest.example", "b@dest.example", "c@dest.example"}},
		{"alice@sender.example", "info@busy.com", "450 4.7.1", nil},
		{"", "SRS0=AAAA=AA=sender.example=alice@srs.example.net", "550 5.1.1", nil},
	} {
		err := send(mx, c.from, c.to)
		if c.refused != "" {
			told := new(textproto.Error)
			if !errors.As(err, &told) || !strings.HasPrefix(fmt.Sprint(told.Code, " ", told.Msg), c.refused) {
				t.Errorf("mail to %s: %v, want %s", c.to, err, c.refused)
			}
			continue
		}
		if err != nil {
			t.Fatalf("mail to %s: %v", c.to, err)
		}
		for range c.arrives {
			got := sink.next()
			if !strings.Contains(strings.Join(c.arrives, " "), got.to) || !strings.HasPrefix(got.from, "SRS0=") || !strings.HasSuffix(got.from, "=sender.example=alice@srs.example.net") {
				t.Errorf("mail to %s arrived as %s from %s", c.to, got.to, got.from)
			}
			if !strings.Contains(got.body, "From: alice@sender.example\r\n") {
				t.Errorf("the header was changed:\n%s", got.body)
			}
			if c.to == "test@exampledomain.com" { // the receiver's bounce finds its way back
				if err := send(mx, "", got.from); err != nil {
					t.Fatalf("a bounce to %s: %v", got.from, err)
				}
				if back := sink.next(); back.to != "alice@sender.example" || back.from != "" {
					t.Errorf("the bounce went to %q from %q", back.to, back.from)
				}
			}
		}
	}
	swaksSays(t, mx, sink)
	waitsForTheMaps(t, mx, folder, maps, sink)
}

func send(mx, from, to string) error {
	c, err := smtp.Dial(mx)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.Hello("client.example"); err != nil {
		return err
	}
	if err := c.Mail(from); err != nil {
		return err
	}
	if err := c.Rcpt(to); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "From: alice@sender.example\r\nTo: %s\r\nSubject: a test\r\n\r\nHello.\r\n", to)
	if err := w.Close(); err != nil {
		return err
	}
	return c.Quit()
}

const postfixPrograms = "/usr/lib/postfix/sbin"

// needPostfix skips loudly, or fails where CI=true, without a Postfix and the rights to start one.
func needPostfix(t *testing.T) {
	t.Helper()
	reason := ""
	if _, err := os.Stat(postfixPrograms + "/master"); err != nil {
		reason = "no Postfix; make setup installs it"
	} else if os.Getuid() != 0 {
		reason = "Postfix is started by root alone"
	}
	switch {
	case reason == "":
	case os.Getenv("CI") == "true":
		t.Fatal(reason)
	default:
		t.Skip("SKIPPED, MAIL FORWARDING NOT TESTED WITH POSTFIX: ", reason)
	}
}

// documented is main.cf as the document has it.
func documented(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/mail-forwarding.md")
	if err != nil {
		t.Fatal(err)
	}
	_, config, found := strings.Cut(string(text), "```\n# /etc/postfix/main.cf\n")
	config, _, ends := strings.Cut(config, "```")
	if !found || !ends {
		t.Fatal("docs/mail-forwarding.md has no main.cf")
	}
	return config
}

// startPostfix runs a Postfix of the test's own that asks the maps and delivers all to the sink, and gives its address and its folder.
func startPostfix(t *testing.T, maps, sink string) (listen, folder string) {
	t.Helper()
	folder, err := os.MkdirTemp("", "nameyard-postfix-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	listen = freeAddr(t)
	host, port, _ := net.SplitHostPort(sink)
	config := strings.ReplaceAll(documented(t), "127.0.0.1:10026", maps) + strings.NewReplacer("FOLDER", folder, "SINK", fmt.Sprintf("[%s]:%s", host, port)).Replace(`
queue_directory = FOLDER/queue
data_directory = FOLDER/data
maillog_file = FOLDER/log
maillog_file_prefixes = FOLDER
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
relayhost = SINK
relay_transport = smtp:SINK
smtp_host_lookup = native
`)
	services := listen + " inet n - n - - smtpd\n" + `postlog unix-dgram n - n - 1 postlogd
cleanup unix n - n - 0 cleanup
pickup unix n - n 60 1 pickup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
`
	write(t, filepath.Join(folder, "main.cf"), config)
	write(t, filepath.Join(folder, "master.cf"), services)
	own(t, folder)
	if out, err := exec.CommandContext(t.Context(), "postfix", "-c", folder, "check").CombinedOutput(); err != nil {
		t.Fatalf("postfix check: %v\n%s", err, out)
	}
	run(t, folder)
	waitFor(t, listen, filepath.Join(folder, "log"))
	return listen, folder
}

// own makes the folders as Postfix wants them.
func own(t *testing.T, folder string) {
	t.Helper()
	postfix, err := user.Lookup("postfix")
	if err != nil {
		t.Fatal(err)
	}
	var uid, gid int
	fmt.Sscan(postfix.Uid, &uid)
	fmt.Sscan(postfix.Gid, &gid)
	for _, err := range []error{
		os.Chmod(folder, 0o755), os.Mkdir(folder+"/queue", 0o755), os.Mkdir(folder+"/data", 0o700), os.Chown(folder+"/data", uid, gid),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// run starts Postfix's master in a process group of its own, which it ends by itself.
func run(t *testing.T, folder string) {
	t.Helper()
	var out bytes.Buffer
	master := exec.Command(postfixPrograms+"/master", "-c", folder, "-d")
	master.Env = append(os.Environ(), "MAIL_CONFIG="+folder)
	master.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	master.Stdout, master.Stderr = &out, &out
	if err := master.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = syscall.Kill(-master.Process.Pid, syscall.SIGTERM)
		_ = master.Wait()
		if t.Failed() {
			log, _ := os.ReadFile(folder + "/log")
			t.Logf("Postfix said:\n%s%s", out.String(), log)
		}
	})
}

// waitFor waits until Postfix answers.
func waitFor(t *testing.T, listen, log string) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	for ctx.Err() == nil {
		if c, err := smtp.Dial(listen); err == nil {
			_ = c.Quit()
			return
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
		}
	}
	text, _ := os.ReadFile(log)
	t.Fatalf("Postfix does not answer on %s\n%s", listen, text)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
