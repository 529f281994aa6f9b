import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";

import { useSession } from "@/lib/session";

/** Leads a user who has signed in to the page they wanted. */
export function useArrival(): { next?: string } {
  const search: { next?: string | undefined } = useSearch({ strict: false });
  const { next } = search;
  const session = useSession();
  const navigate = useNavigate();
  const router = useRouter();
  useEffect(() => {
    if (session === null) return;
    if (next === undefined) void navigate({ to: "/problems", replace: true });
    else router.history.replace(`/app${next}`);
  }, [session, next, navigate, router]);
  return next === undefined ? {} : { next };
}
