import { Anchor, Box } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Outlet, useNavigate, useRouter } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

import { sessionEnding, useSession } from "@/lib/session";
import { text } from "@/lib/text";

import { ConnectionBar } from "./ConnectionBar";
import { Header } from "./Header";
import styles from "./Shell.module.css";

/** What every page stands in: the header, the connection's state, and the way to sign in when the session ends. */
export function Shell() {
  const session = useSession();
  const client = useQueryClient();
  const router = useRouter();
  const navigate = useNavigate();

  // Whoever signs in, out, or as somebody else sees nothing of what was there before.
  const userId = session?.userId;
  const shownTo = useRef(userId);
  useEffect(() => {
    if (shownTo.current !== userId) client.clear();
    shownTo.current = userId;
  }, [userId, client]);

  useEffect(() => {
    if (session !== null) return;
    const { pathname, href } = router.state.location;
    if (/\/(login|register)$/.test(pathname) || pathname === "/") return;
    const next = href.replace(/^\/app(?=\/|$)/, "");
    void navigate({ to: "/login", search: sessionEnding() === "expired" ? { next } : {}, replace: true });
  }, [session, router, navigate]);

  return (
    <Box className={styles.shell}>
      <Anchor href="#content" className={styles.skip}>
        {text.shell.skip}
      </Anchor>
      <Header />
      <ConnectionBar />
      <main id="content" className={styles.content} tabIndex={-1}>
        <Outlet />
      </main>
    </Box>
  );
}
