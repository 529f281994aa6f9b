// Which address shows which page. Pages are loaded when they are first needed, so that the first one comes soon.

import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, parseSearchWith, redirect, stringifySearchWith } from "@tanstack/react-router";

import { Loading } from "@/components/states";
import { languagesQuery } from "@/lib/api/resources/languages";
import { draftsQuery } from "@/lib/api/resources/drafts";
import { newestSubmissionQuery } from "@/lib/api/resources/submissions";
import { problemQuery } from "@/lib/api/resources/problems";
import { part } from "@/lib/parts";
import { loadAdminWords } from "@/lib/text";
import { currentSession, sessionEnding } from "@/lib/session";

import { AdminsOnly, NotFound } from "./NotFound";
import { PageError } from "./PageError";
import * as search from "./search";
import { Shell } from "./Shell";

interface Context {
  queryClient: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: PageError,
});

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: search.login,
  component: lazyRouteComponent(() => part(() => import("@/features/people/LoginPage")), "LoginPage"),
});
const register = createRoute({
  getParentRoute: () => root,
  path: "/register",
  validateSearch: search.login,
  component: lazyRouteComponent(() => part(() => import("@/features/people/RegisterPage")), "RegisterPage"),
});

/** Everything below needs somebody who is signed in, and comes back after signing in. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  beforeLoad: ({ location }) => {
    if (currentSession() !== null) return;
    const next = location.href.replace(/^\/app(?=\/|$)/, "");
    throw redirect({ to: "/login", search: next.length > 1 && sessionEnding() !== "left" ? { next } : {}, replace: true });
  },
});

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/problems", replace: true });
  },
});
const problems = createRoute({
  getParentRoute: () => signedIn,
  path: "/problems",
  validateSearch: search.problems,
  component: lazyRouteComponent(() => part(() => import("@/features/problems/ProblemsPage")), "ProblemsPage"),
});
const problem = createRoute({
  getParentRoute: () => signedIn,
  path: "/problems/$id",
  // The page, its data and the languages are fetched side by side.
  validateSearch: search.problem,
  loader: ({ context, params }) => {
    void context.queryClient.query(draftsQuery(params.id)).catch(() => undefined);
    void context.queryClient.query(newestSubmissionQuery(params.id)).catch(() => undefined);
    void context.queryClient.query(problemQuery(params.id)).catch(() => undefined);
    void context.queryClient.query(languagesQuery).catch(() => undefined);
  },
  component: lazyRouteComponent(() => part(() => import("@/features/workspace/WorkspacePage")), "WorkspacePage"),
});
const submissions = createRoute({
  getParentRoute: () => signedIn,
  path: "/submissions",
  validateSearch: search.submissions,
  component: lazyRouteComponent(() => part(() => import("@/features/submissions/MySubmissionsPage")), "MySubmissionsPage"),
});
const submission = createRoute({
  getParentRoute: () => signedIn,
  path: "/submissions/$id",
  validateSearch: search.submission,
  component: lazyRouteComponent(() => part(() => import("@/features/submissions/SubmissionPage")), "SubmissionPage"),
});
const compare = createRoute({
  getParentRoute: () => signedIn,
  path: "/compare",
  validateSearch: search.compare,
  component: lazyRouteComponent(() => part(() => import("@/features/submissions/ComparePage")), "ComparePage"),
});
const profile = createRoute({
  getParentRoute: () => signedIn,
  path: "/profile",
  component: lazyRouteComponent(() => part(() => import("@/features/people/ProfilePage")), "ProfilePage"),
});

const teachingPart = <T,>(load: () => Promise<T>) => part(async () => (await Promise.all([load(), loadAdminWords()]))[0]);

/** Students are told so; what they may not see the server does not tell them either. */
const teaching = createRoute({
  getParentRoute: () => signedIn,
  path: "/admin",
  component: () => (currentSession()?.role === "admin" ? <Outlet /> : <AdminsOnly />),
});
const manageProblems = createRoute({
  getParentRoute: () => teaching,
  path: "/problems",
  validateSearch: search.manageProblems,
  component: lazyRouteComponent(() => teachingPart(() => import("@/features/teaching/ManageProblemsPage")), "ManageProblemsPage"),
});
const newProblem = createRoute({
  getParentRoute: () => teaching,
  path: "/problems/new",
  component: lazyRouteComponent(() => teachingPart(() => import("@/features/teaching/NewProblemPage")), "NewProblemPage"),
});
const editProblem = createRoute({
  getParentRoute: () => teaching,
  path: "/problems/$id",
  validateSearch: search.editProblem,
  component: lazyRouteComponent(() => teachingPart(() => import("@/features/teaching/EditProblemPage")), "EditProblemPage"),
});
const everyones = createRoute({
  getParentRoute: () => teaching,
  path: "/submissions",
  validateSearch: search.everyones,
  component: lazyRouteComponent(() => teachingPart(() => import("@/features/teaching/EveryonesPage")), "EveryonesPage"),
});
const users = createRoute({
  getParentRoute: () => teaching,
  path: "/users",
  validateSearch: search.users,
  component: lazyRouteComponent(() => teachingPart(() => import("@/features/teaching/UsersPage")), "UsersPage"),
});

const judge = createRoute({
  getParentRoute: () => teaching,
  path: "/judge",
  component: lazyRouteComponent(() => teachingPart(() => import("@/features/judge/JudgePage")), "JudgePage"),
});

const tree = root.addChildren([
  home,
  login,
  register,
  signedIn.addChildren([
    problems,
    problem,
    submissions,
    submission,
    compare,
    profile,
    teaching.addChildren([manageProblems, newProblem, editProblem, everyones, users, judge]),
  ]),
]);

export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: tree,
    basepath: "/app",
    // Values are texts: an id of digits alone would else become a number.
    parseSearch: parseSearchWith((value) => value),
    stringifySearch: stringifySearchWith(String),
    context: { queryClient },
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: PageError,
    defaultPendingComponent: () => <Loading />,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
