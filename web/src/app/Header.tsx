import { ActionIcon, Burger, Button, Group, Menu, Tooltip, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconChevronDown, IconMoon, IconSun } from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";

import { ButtonLink } from "@/components/links";
import { switchLocale } from "@/lib/carried";
import { locale, LOCALES } from "@/lib/locale";
import { useSession } from "@/lib/session";
import { text } from "@/lib/text";

import { AccountMenu } from "./AccountMenu";
import styles from "./Shell.module.css";

const places = [
  { to: "/problems", label: text.shell.problems },
  { to: "/submissions", label: text.shell.submissions },
] as const;

function SchemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light", { getInitialValueInEffect: false });
  const label = scheme === "dark" ? text.shell.toLight : text.shell.toDark;
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={label}
        onClick={() => setColorScheme(scheme === "dark" ? "light" : "dark")}
      >
        {scheme === "dark" ? <IconSun size={18} /> : <IconMoon size={18} />}
      </ActionIcon>
    </Tooltip>
  );
}

/** For people who are not signed in; the others find it in the menu of their account. */
function LanguageButtons() {
  return (
    <Group gap={0} role="group" aria-label={text.shell.language}>
      {LOCALES.filter((one) => one !== locale).map((one) => (
        <Button key={one} lang={one} variant="subtle" color="gray" size="sm" px="xs" onClick={() => void switchLocale(one)}>
          {text.shell.languages[one]}
        </Button>
      ))}
    </Group>
  );
}

export function Header() {
  const session = useSession();
  const narrow = useMediaQuery("(max-width: 640px)", undefined, { getInitialValueInEffect: false });
  return (
    <header className={styles.header}>
      <Link to="/problems" className={styles.brand} activeOptions={{ exact: true }}>
        <img src="/favicon.svg" width={26} height={26} alt="" />
        {text.general.product}
      </Link>
      {session === null ? (
        <span className={styles.nav} />
      ) : (
        <nav className={styles.nav} aria-label={text.shell.navigation}>
          {narrow
            ? null
            : places.map((place) => (
                <Link key={place.to} to={place.to} className={styles.link}>
                  {place.label}
                </Link>
              ))}
          {session.role === "admin" && !narrow ? <TeachingMenu /> : null}
        </nav>
      )}
      <Group gap={4} wrap="nowrap">
        {session === null ? <LanguageButtons /> : null}
        <SchemeButton />
        {session === null ? (
          <ButtonLink to="/login" variant="subtle" size="sm">
            {text.shell.signIn}
          </ButtonLink>
        ) : (
          <AccountMenu />
        )}
        {session !== null && narrow ? <NarrowMenu admin={session.role === "admin"} /> : null}
      </Group>
    </header>
  );
}

const teaching = [
  { to: "/admin/problems", label: text.shell.manageProblems },
  { to: "/admin/submissions", label: text.shell.everyone },
  { to: "/admin/users", label: text.shell.users },
  { to: "/admin/judge", label: text.shell.judge },
] as const;

function TeachingMenu() {
  const here = useLocation({ select: ({ pathname }) => /^(?:\/app)?\/admin\//.test(pathname) });
  return (
    <Menu shadow="md" position="bottom-start">
      <Menu.Target>
        <button type="button" className={styles.link} data-status={here ? "active" : undefined}>
          {text.shell.teaching}
          <IconChevronDown size={14} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {teaching.map((place) => (
          <Menu.Item key={place.to} component={Link} to={place.to}>
            {place.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function NarrowMenu({ admin }: { admin: boolean }) {
  return (
    <Menu shadow="md" position="bottom-end" width={240}>
      <Menu.Target>
        <Burger size="sm" aria-label={text.shell.menu} />
      </Menu.Target>
      <Menu.Dropdown>
        {[...places, ...(admin ? teaching : [])].map((place) => (
          <Menu.Item key={place.to} component={Link} to={place.to}>
            {place.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
