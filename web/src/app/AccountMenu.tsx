import { Avatar, Menu, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDevices, IconLanguage, IconLogout, IconUser } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import { useUnsentQuestion } from "@/components/unsent_question";
import { logout, meQuery } from "@/lib/api/resources/account";
import { switchLocale } from "@/lib/carried";
import { describe } from "@/lib/api/error";
import { locale, LOCALES } from "@/lib/locale";
import { endSession } from "@/lib/session";
import { text } from "@/lib/text";

type Where = "here" | "everywhere";

/** Leaving here works without the server; the tokens of other devices end there alone. */
async function leave(where: Where): Promise<void> {
  if (where === "everywhere") {
    try {
      await logout();
    } catch (error) {
      return void notifications.show({ color: "red", title: text.shell.stillSignedIn, message: describe(error).detail });
    }
  }
  endSession("left");
}

export function AccountMenu() {
  const { data: me } = useQuery(meQuery);
  const navigate = useNavigate();
  const { start, question } = useUnsentQuestion(text.shell.signOut, text.shell.signOutAnyway);
  return (
    <>
      <Menu position="bottom-end" shadow="md" width={240}>
        <Menu.Target>
          <UnstyledButton p={4}>
            <Avatar aria-hidden size={30} radius="xl" color="ink" name={me?.name ?? ""} />
            <VisuallyHidden>{text.shell.account}</VisuallyHidden>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconUser size={16} />} onClick={() => void navigate({ to: "/profile" })}>
            {text.shell.profile}
            <Text size="xs" dir="auto" truncate maw={170}>
              {me?.name}
            </Text>
          </Menu.Item>
          {LOCALES.filter((one) => one !== locale).map((one) => (
            <Menu.Item key={one} lang={one} leftSection={<IconLanguage size={16} />} onClick={() => void switchLocale(one)}>
              {text.shell.languages[one]}
            </Menu.Item>
          ))}
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void start(() => leave("here"))}>
            {text.shell.signOut}
          </Menu.Item>
          <Menu.Item leftSection={<IconDevices size={16} />} onClick={() => void start(() => leave("everywhere"))}>
            {text.shell.signOutEverywhere}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {question}
    </>
  );
}
