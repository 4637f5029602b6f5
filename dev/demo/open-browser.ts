import { spawn } from "node:child_process";

/** Tells whether somebody is at the terminal who wants to see the demo. */
export function wantsBrowser(
  { open }: { open: boolean },
  { isTTY, env }: { isTTY: boolean; env: NodeJS.ProcessEnv },
): boolean {
  return open && isTTY && !env.CI;
}

/**
 * Opens an address in the person's browser, without waiting for it.
 *
 * @returns whether there was a program for it
 */
export async function openBrowser(url: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  // Without a screen, xdg-open would start a browser in the terminal.
  const isLinux = process.platform === "linux";
  if (isLinux && !env.DISPLAY && !env.WAYLAND_DISPLAY) return false;
  const opener = spawn(isLinux ? "xdg-open" : "open", [url], { detached: true, stdio: "ignore", env });
  return new Promise((resolve) => {
    opener.once("error", () => resolve(false));
    opener.once("spawn", () => {
      opener.unref();
      resolve(true);
    });
  });
}
