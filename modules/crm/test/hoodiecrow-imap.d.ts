declare module 'hoodiecrow-imap' {
  type Imap = {
    listen(port: number, host: string, ready: () => void): void;
    close(done: () => void): void;
    server: import('node:net').Server;
    appendMessage(mailbox: string, flags: string[], date: Date | false, message: Buffer | string): void;
  };
  const hoodiecrow: (options: object) => Imap;
  export = hoodiecrow;
}
