import { ButtonLink } from "@/components/links";
import { Empty } from "@/components/states";
import { useTitle } from "@/components/title";
import { text } from "@/lib/text";

export function NotFound() {
  useTitle(text.errors.notFound);
  return (
    <Empty alone title={text.errors.notFound} detail={text.errors.notFoundReason}>
      <ButtonLink to="/problems" mt="sm">
        {text.errors.toProblems}
      </ButtonLink>
    </Empty>
  );
}

export function AdminsOnly() {
  useTitle(text.errors.adminsOnly);
  return (
    <Empty alone title={text.errors.adminsOnly} detail={text.errors.adminsOnlyReason}>
      <ButtonLink to="/problems" mt="sm">
        {text.errors.toProblems}
      </ButtonLink>
    </Empty>
  );
}
