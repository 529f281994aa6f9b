import { useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";

import { TextLink } from "@/components/links";
import { missingLanguages } from "@/lib/absent_languages";
import { healthQuery } from "@/lib/api/resources/health";
import { languagesQuery } from "@/lib/api/resources/languages";
import { failedCountQuery } from "@/lib/api/resources/queue";
import { text } from "@/lib/text";

import styles from "./Shell.module.css";

const LOOK_EVERY_MS = 15_000;

function useFailed(): string | undefined {
  const { data: failed = 0 } = useQuery({ ...failedCountQuery, refetchInterval: LOOK_EVERY_MS });
  return failed > 0 ? text.judge.bar.failed(failed) : undefined;
}

function useUnwell(): string | undefined {
  const { data: health } = useQuery({ ...healthQuery, refetchInterval: LOOK_EVERY_MS });
  const { data: languages } = useQuery({ ...languagesQuery, refetchInterval: LOOK_EVERY_MS });
  const { bar } = text.judge;
  if (health === undefined) return undefined;
  if (health.sandbox !== "healthy") return bar.noWorker;
  if (health.database !== "healthy" || health.queue !== "healthy") return bar.unwell;
  const absent = missingLanguages(languages ?? []);
  return absent.length > 0 ? bar.noLanguage(absent.join(", ")) : undefined;
}

/** Tells administrators, on every page, that something cannot be judged or was not; the page Judge itself says more. */
export function JudgeBar() {
  const warnings = [useUnwell(), useFailed()].filter((one) => one !== undefined);
  const there = useLocation({ select: ({ pathname }) => pathname.endsWith("/admin/judge") });
  return (
    <div role="status" aria-live="polite">
      {warnings.length === 0 || there ? null : (
        <div className={`${styles.lost} no-print`}>
          {warnings.join(" ")}{" "}
          <TextLink to="/admin/judge" c="inherit" fz="inherit" underline="always">
            {text.judge.bar.more}
          </TextLink>
        </div>
      )}
    </div>
  );
}
