import { Anchor, Box } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Outlet, useNavigate, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";

import { sendOutbox } from "@/lib/outbox_sender";
import { sessionEnding, useSession } from "@/lib/session";
import { text } from "@/lib/text";
import { sendUnsentDrafts } from "@/lib/unsent_drafts";

import { ConnectionBar } from "./ConnectionBar";
import { Header } from "./Header";
import { JudgeBar } from "./JudgeBar";
import styles from "./Shell.module.css";

/** The frame of every page: the header, the connection's state, and the way to sign in when the session ends. */
export function Shell() {
  const session = useSession();
  const router = useRouter();
  const navigate = useNavigate();

  useEffect(() => {
    if (session !== null) return;
    const { pathname, href } = router.state.location;
    if (/\/(login|register)$/.test(pathname) || pathname === "/") return;
    const next = href.replace(/^\/app(?=\/|$)/, "");
    void navigate({ to: "/login", search: sessionEnding() === "expired" ? { next } : {}, replace: true });
  }, [session, router, navigate]);

  // A file that is dropped beside its place would take the place of the whole page.
  useEffect(() => {
    const refuse = (event: DragEvent) => {
      if (event.defaultPrevented || event.dataTransfer?.types.includes("Files") !== true) return;
      event.preventDefault();
      if (event.type === "dragover") event.dataTransfer.dropEffect = "none";
    };
    window.addEventListener("dragover", refuse);
    window.addEventListener("drop", refuse);
    return () => {
      window.removeEventListener("dragover", refuse);
      window.removeEventListener("drop", refuse);
    };
  }, []);

  const client = useQueryClient();
  useEffect(() => sendOutbox(client), [client]);
  useEffect(() => sendUnsentDrafts(), []);

  return (
    <Box className={styles.shell}>
      <Anchor href="#content" className={styles.skip}>
        {text.shell.skip}
      </Anchor>
      <Header />
      {/* Over the page's lower edge: nothing moves under the hands of somebody who types. */}
      <div className={styles.bars}>
        {session?.role === "admin" ? <JudgeBar /> : null}
        <ConnectionBar />
      </div>
      <main id="content" className={styles.content} tabIndex={-1}>
        <Outlet />
      </main>
    </Box>
  );
}
