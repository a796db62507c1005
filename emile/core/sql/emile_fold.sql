-- Words as people search for them: without capitals nor accents.
CREATE OR REPLACE FUNCTION emile_fold(value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, value)) $$;
