/** Light or dark: the system's choice, or the reader's, kept on this machine. */

const key = 'vanishing-curvature-theme';

export function bindTheme(): void {
  const buttons = document.querySelectorAll<HTMLButtonElement>('.theme button');
  const apply = (theme: string) => {
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.theme === theme));
  };
  apply(remembered() ?? 'system');
  for (const button of buttons) {
    button.addEventListener('click', () => {
      const theme = button.dataset.theme!;
      apply(theme);
      remember(theme);
    });
  }
}

/** Storage may be forbidden: then the choice lasts as long as the page. */
function remembered(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(theme: string): void {
  try {
    localStorage.setItem(key, theme);
  } catch {
    return;
  }
}
