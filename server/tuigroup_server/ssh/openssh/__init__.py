"""The same door with OpenSSH in front: sshd lets people in, and each gets a process of their own. Needs no asyncssh."""
